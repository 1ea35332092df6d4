// The chat page: a conversation on one side, what came of it on the other. No framework, no build
// step.
import { showAnnouncements } from './announcements.js';
import { follow } from './api.js';
import { showConversation } from './conversation.js';
import { showDeliveries } from './deliveries.js';
import { byId } from './element.js';
import { showHead } from './head.js';
import { showOffers } from './offers.js';
import { showOutside } from './outside.js';
import { showQuickReplies } from './quickReplies.js';
import { take } from './store.js';
import { showTabs } from './tabs.js';
import { showTyping } from './typing.js';

showHead();
showTabs();
showConversation();
showTyping();
showQuickReplies();
showAnnouncements();
showOffers();
showOutside();
showDeliveries();
follow(take, () => (byId('status').textContent = 'The demo does not answer. Start it again with npm start.'));
