// The editor's dialog for one credential, as a person works it.
import type { Locator, Page } from 'playwright-core';

export class CredentialDialog {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** On the page that lists credential types. */
	async choose(displayName: string): Promise<void> {
		await this.part('new-credential-type-select').locator('input').fill(displayName);
		await this.part('new-credential-type-select-option').filter({ hasText: displayName }).first().click();
		await this.part('new-credential-type-button').click();
		await this.part('credential-edit-dialog').waitFor();
	}

	async fill(values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await this.part(`parameter-input-${name}`).locator('input').fill(value);
		}
	}

	/** The popup, once Meta's login is shown in it. */
	async connect(button = 'quick-connect-button'): Promise<Page> {
		const opened = this.page.waitForEvent('popup');
		await this.part(button).click();
		const popup = await opened;
		await popup.getByRole('heading', { name: /^Log in to / }).waitFor();
		return popup;
	}

	/** By the editor's own test ID. */
	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}
}
