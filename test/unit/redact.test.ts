import { redact } from '../../nodes/Messenger/graph/redact';

describe('redaction', () => {
	it('hides each secret wherever it stands', () => {
		expect(redact('token EAAB12345 of app 1|s3cr3t', ['EAAB12345', 's3cr3t'])).toBe(
			'token [redacted] of app 1|[redacted]',
		);
	});

	it('hides the longer of two secrets that begin alike', () => {
		expect(redact('EAAB12345', ['EAAB', 'EAAB12345'])).toBe('[redacted]');
	});

	it("hides the values of Meta's secret parameters", () => {
		expect(redact('GET /me?access_token=abc&appsecret_proof=def&fields=id', [])).toBe(
			'GET /me?access_token=[redacted]&appsecret_proof=[redacted]&fields=id',
		);
	});

	it('hides secrets of four characters and more; shorter ones would tear words apart', () => {
		expect(redact('abcd', ['abcd'])).toBe('[redacted]');
		expect(redact('abcd', ['abc'])).toBe('abcd');
	});

	it('leaves other text as it is', () => {
		expect(redact('Page 1000 is not visible', ['EAAB12345', ''])).toBe('Page 1000 is not visible');
	});
});
