// What is set up for a Page before anybody writes: by channel, and the menus of single people.
import type { Channel } from './types.ts';

export type MessengerProfile = Record<string, unknown>;

export class ProfileStore {
	private readonly profiles = new Map<string, MessengerProfile>();
	private readonly menus = new Map<string, unknown>();

	of(pageId: string, channel: Channel): MessengerProfile {
		return this.profiles.get(`${pageId}/${channel}`) ?? {};
	}

	set(pageId: string, channel: Channel, profile: MessengerProfile): void {
		this.profiles.set(`${pageId}/${channel}`, profile);
	}

	/** Undefined: the menu of the Page. */
	menuOf(pageId: string, psid: string): unknown {
		return this.menus.get(`${pageId}/${psid}`);
	}

	setMenu(pageId: string, psid: string, menu: unknown): void {
		this.menus.set(`${pageId}/${psid}`, menu);
	}

	removeMenu(pageId: string, psid: string): void {
		this.menus.delete(`${pageId}/${psid}`);
	}
}
