/** Where a Page talks with people; what Meta calls the two on the wire is in events/fields.ts. */
export type Channel = 'messenger' | 'instagram';
