// n8n loads the files listed under "n8n" in package.json; this entry exists because "main" must
// point somewhere.
