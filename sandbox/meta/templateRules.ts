// What Meta takes as a template. Button and generic templates are checked, others pass as they are.
import { checkButton, checkDefaultAction } from './buttonRules.ts';
import { badParameter } from './graphError.ts';
import type { Param } from './param.ts';
import type { Channel } from './types.ts';

const TEXT_MAX = 640;
const BUTTONS_MAX = 3;
const ELEMENTS_MAX = 10;
const ELEMENT_TEXT_MAX = 80;
/** Besides the title, without which an element shows nothing. */
const ELEMENT_CONTENTS = ['subtitle', 'image_url', 'buttons'];

/** @throws {GraphError} for a template that Meta would refuse */
export function checkTemplate(payload: Param, channel: Channel): void {
	const type = payload.at('template_type').text();
	if (type === 'button') {
		payload.withKeys(['template_type', 'text', 'buttons', 'sharable']);
		payload.at('text').text(TEXT_MAX);
		for (const button of payload.at('buttons').items(BUTTONS_MAX)) checkButton(button, channel);
	} else if (type === 'generic') {
		payload.withKeys(['template_type', 'elements', 'sharable', 'image_aspect_ratio']);
		for (const element of payload.at('elements').items(ELEMENTS_MAX)) checkElement(element, channel);
	}
}

function checkElement(element: Param, channel: Channel): void {
	element.withKeys(['title', 'default_action', ...ELEMENT_CONTENTS]);
	element.at('title').text(ELEMENT_TEXT_MAX);
	const [subtitle, image, buttons] = [element.at('subtitle'), element.at('image_url'), element.at('buttons')];
	if (subtitle.isAbsent && image.isAbsent && buttons.isAbsent) {
		throw badParameter(
			'Incomplete element data: title and at least one other field (image url, subtitle or buttons) is required with non-empty value',
		);
	}
	if (!subtitle.isAbsent) subtitle.text(ELEMENT_TEXT_MAX);
	if (!image.isAbsent) image.url();
	if (!element.at('default_action').isAbsent) checkDefaultAction(element.at('default_action'));
	if (buttons.isAbsent) return;
	for (const button of buttons.items(BUTTONS_MAX, 0)) checkButton(button, channel);
}
