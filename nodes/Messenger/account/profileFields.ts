// What Meta is asked of a person.
import type { Channel } from '../graph/channel';

/** What Meta offers without further permissions; see docs/META-FACTS.md. */
export const PROFILE_FIELDS: Record<Channel, string> = {
	messenger: 'name,first_name,last_name,profile_pic',
	instagram:
		'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user',
};
