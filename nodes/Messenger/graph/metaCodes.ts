// Meta's error codes that something is decided by; what to do about each code is in
// graphFailure.ts.
export const META_CODE = {
	capability: 3,
	permission: 10,
	parameter: 100,
	appToken: 101,
	session: 102,
	token: 190,
	permissionsFrom: 200,
	pageRole: 210,
	/** Of a person to being asked about. */
	consent: 230,
	permissionsTo: 299,
	callLimit: 613,
	/** Of a callback URL: its handshake, which may pass next time. */
	handshake: 2200,
} as const;

/** Of `parameter`: an object that the token cannot see. */
export const UNSEEN_OBJECT = 33;
/** Of `parameter`: the person has no profile; the profile has more than the app may see. */
export const NO_PROFILE = 2018218;
export const PROFILE_PERMISSION = 2018247;
/** Of a rate limit: a warning for too many tagged messages, which no waiting ends. */
export const TAG_WARNING = 2018338;
/** The rate limits. */
export const THROTTLE_CODES: ReadonlySet<number> = new Set([4, 17, 32, 341, 613, 80001, 80002, 80006]);
/** With these Meta says that the same call will work later. */
export const PASSING_CODES: ReadonlySet<number> = new Set([1, 2, ...THROTTLE_CODES]);
