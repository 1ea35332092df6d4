// Leaves out changes to texts for people: no test should repeat their words. Whatever has a blank
// in it is such a text.
function isText(node) {
	if (node.type === 'StringLiteral') return node.value.includes(' ');
	return node.type === 'TemplateLiteral' && node.quasis.some(({ value }) => value.raw.includes(' '));
}

export const strykerPlugins = [
	{
		kind: 'Ignore',
		name: 'texts',
		value: { shouldIgnore: ({ node }) => (isText(node) ? 'a text for people' : undefined) },
	},
];
