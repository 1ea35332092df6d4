// What is set up for a Page before anybody writes: by channel, and the menus of single people.
import type { Channel } from './types.ts';

export type MessengerProfile = Record<string, unknown>;

export class ProfileStore {
	private readonly profiles = new Map<string, MessengerProfile>();
	private readonly menus = new Map<string, unknown>();
	private readonly listeners = new Set<(pageId: string) => void>();

	of(pageId: string, channel: Channel): MessengerProfile {
		return this.profiles.get(`${pageId}/${channel}`) ?? {};
	}

	set(pageId: string, channel: Channel, profile: MessengerProfile): void {
		this.profiles.set(`${pageId}/${channel}`, profile);
		this.tell(pageId);
	}

	/** Undefined: the menu of the Page. */
	menuOf(pageId: string, psid: string): unknown {
		return this.menus.get(`${pageId}/${psid}`);
	}

	setMenu(pageId: string, psid: string, menu: unknown): void {
		this.menus.set(`${pageId}/${psid}`, menu);
		this.tell(pageId);
	}

	removeMenu(pageId: string, psid: string): void {
		this.menus.delete(`${pageId}/${psid}`);
		this.tell(pageId);
	}

	/** Gives the function that ends it. */
	listen(listener: (pageId: string) => void): () => void {
		this.listeners.add(listener);
		return () => void this.listeners.delete(listener);
	}

	private tell(pageId: string): void {
		for (const listener of this.listeners) listener(pageId);
	}
}
