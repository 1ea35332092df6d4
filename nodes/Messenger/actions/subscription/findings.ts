// PURE: one finding in words, and what several of them amount to.
import type { GraphFailure } from '../../graph/graphFailure';
import { failureOf } from '../refusals/failureOf';
import { FINDINGS, type FindingCode, type Level } from './findingTable';

export interface HealthFinding {
	level: Level;
	code: FindingCode;
	/** What is the case, and what to do. */
	text: string;
	pageId?: string;
}

export interface Details {
	pageId?: string;
	/** Instead of the one that goes with the code. */
	remedy?: string;
}

/** `what` is a sentence without its full stop. */
export function finding(code: FindingCode, what: string, { pageId, remedy }: Details = {}): HealthFinding {
	const { level, remedy: usual } = FINDINGS[code];
	const text = `${what}. ${remedy ?? usual}`.trim();
	return { level, code, text, ...(pageId === undefined ? {} : { pageId }) };
}

/** A remedy in Meta's own words, for a call that did not succeed. */
export function whyFailed(failure: GraphFailure): string {
	const { message, description } = failureOf(failure).facts;
	return `${message.replace(/\.$/, '')}. ${description}`.trim();
}

/** Whether nothing is lost now. */
export function isHealthy(findings: readonly HealthFinding[]): boolean {
	return findings.every(({ level }) => level !== 'error');
}

const ORDER: readonly Level[] = ['error', 'warning', 'info'];

/** What costs most comes first. */
export function inOrder(findings: readonly HealthFinding[]): HealthFinding[] {
	return ORDER.flatMap((level) => findings.filter((one) => one.level === level));
}
