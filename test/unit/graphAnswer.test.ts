import { readSilence } from '../../nodes/Messenger/graph/graphAnswer';

const outcomeOf = (code: string) => readSilence({ code }, 6).outcome;

describe('a certificate that is not accepted', () => {
	it.each([
		'UNABLE_TO_GET_ISSUER_CERT',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
		'UNABLE_TO_GET_CRL',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'CERT_CHAIN_TOO_LONG',
		'CERT_REVOKED',
		'CRL_HAS_EXPIRED',
		'ERROR_IN_CERT_NOT_AFTER_FIELD',
		'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
		'HOSTNAME_MISMATCH',
		'INVALID_CA',
		'INVALID_PURPOSE',
		'PATH_LENGTH_EXCEEDED',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	])('is named, and nothing was sent: %s', (code) => {
		expect(outcomeOf(code)).toEqual({
			kind: 'unreachable',
			cause: 'its certificate was not accepted',
			neverSent: true,
		});
	});

	it.each(['ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'EPROTO', ''])(
		'is not the cause where a connection can have been open: %j',
		(code) => {
			expect(outcomeOf(code)).toMatchObject({ cause: 'there was no answer', neverSent: false });
		},
	);
});
