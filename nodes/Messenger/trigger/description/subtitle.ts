// The line below the node's name on the canvas: which Pages, and what starts the workflow.

interface ShownParameters {
	pageSelection?: unknown;
	pages?: unknown;
	registration?: unknown;
	events?: unknown;
}

/**
 * n8n evaluates the text of this function inside an expression, so it may use nothing from outside
 * itself. A parameter that is an expression comes as its text when nothing can be worked out yet.
 */
function subtitleOf(parameters: ShownParameters): string {
	const { pageSelection, pages, registration, events } = parameters;
	const names: Record<string, string> = {
		postback: 'Button Taps',
		quickReply: 'Quick Replies',
		referral: 'Referrals',
		optIn: 'Opt-Ins',
		logIn: 'Log-Ins',
	};
	const pageWords = () => {
		const isList = Array.isArray(pages);
		const count = isList ? pages.length : 0;
		if (pageSelection === 'all' || (registration === 'manual' && isList && count === 0)) return 'All Pages';
		if (!isList) return pages ? 'Pages by Expression' : 'No Page';
		return count === 0 ? 'No Page' : count === 1 ? '1 Page' : `${count} Pages`;
	};
	const eventWords = () => {
		if (!Array.isArray(events)) return events ? 'Events by Expression' : 'No Event';
		const known = Object.keys(names).filter((event) => events.includes(event));
		if (known.length === Object.keys(names).length) return 'All Events';
		return known.map((event) => names[event]).join(', ') || 'No Event';
	};
	return `${pageWords()} · ${eventWords()}`;
}

export const SUBTITLE_EXPRESSION = `={{(${subtitleOf.toString()})($parameter)}}` as const;
