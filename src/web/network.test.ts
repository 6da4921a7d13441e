import assert from 'node:assert/strict'
import { test } from 'vitest'
import { blockOf } from './network.ts'

test('an IPv6 caller is known by its /64, an IPv4 caller by its address, in whatever spelling', () => {
  assert.equal(blockOf('2001:db8:0:7::1'), blockOf('2001:0db8:0000:0007:ffff:1:2:3'))
  assert.notEqual(blockOf('2001:db8:0:7::1'), blockOf('2001:db8:0:8::1'))
  assert.equal(blockOf('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(blockOf('fe80::1%eth0'), 'fe80:0:0:0')
})
