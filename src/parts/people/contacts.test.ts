import assert from 'node:assert/strict'
import { test } from 'vitest'
import { blockOf, maskContact, networkOf, readContact, sameBox } from './contacts.ts'
import { officeName, publicName, safeNext } from './rules.ts'

test('a phone number is read in every way people write it', () => {
  const written = [
    '13800000001',
    '138 0000 0001',
    '138-0000-0001',
    '+86 138 0000 0001',
    '008613800000001',
    '１３８００００００ ０１',
  ]
  for (const typed of written) assert.deepEqual(readContact(typed), { kind: 'phone', value: '+8613800000001' }, typed)
  assert.deepEqual(readContact('+44 20 7946 0958'), { kind: 'phone', value: '+442079460958' })
})

test('an address is compared without regard to case or full-width signs', () => {
  for (const typed of ['Li@Example.ORG', ' li@example.org ', 'ｌｉ＠ｅｘａｍｐｌｅ．ｏｒｇ']) {
    assert.deepEqual(readContact(typed), { kind: 'email', value: 'li@example.org' }, typed)
  }
})

test('what reaches nobody is not taken for a contact', () => {
  const typed = [
    '',
    '1380000000',
    '12800000001',
    'li@example',
    'li@@example.org',
    'a,b@example.org',
    `${'x'.repeat(250)}@example.org`,
  ]
  for (const text of typed) assert.equal(readContact(text), null, text)
})

test('a contact is shown back with its middle hidden', () => {
  assert.equal(maskContact({ kind: 'phone', value: '+8613800000001' }), '138****0001')
  assert.equal(maskContact({ kind: 'email', value: 'li@example.org' }), 'l***@example.org')
})

test('limits see through tags, blocks and IPv6 addresses of one caller', () => {
  assert.equal(sameBox({ kind: 'email', value: 'li+a+b@example.org' }), 'li@example.org')
  assert.equal(blockOf({ kind: 'phone', value: '+8613800000001' }), '+861380000')
  assert.equal(networkOf('::ffff:10.0.0.7'), '10.0.0.7')
  assert.equal(networkOf('2001:DB8:0:1:2:3:4:5'), networkOf('2001:db8::1:9:9:9:9'))
  assert.notEqual(networkOf('2001:db8:0:1::1'), networkOf('2001:db8:0:2::1'))
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
})

test('the real name is shown to whom its owner allows and to nobody else', () => {
  const named = { name: '李桂兰', display_name: '桂花巷居民' }
  const shown = (['public', 'office', 'nobody'] as const).map((name_visibility) => [
    publicName({ ...named, name_visibility }),
    officeName({ ...named, name_visibility }),
  ])
  assert.deepEqual(shown, [
    ['李桂兰', '李桂兰'],
    ['桂花巷居民', '李桂兰'],
    ['桂花巷居民', '桂花巷居民'],
  ])
  assert.equal(publicName({ name: '李桂兰', display_name: null, name_visibility: 'office' }), null)
})

test('signing in leads only to pages of this site', () => {
  assert.equal(safeNext('/consultations/3?x=1#y'), '/consultations/3?x=1#y')
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\nb',
    'javascript:alert(1)',
    '',
    null,
  ]) {
    assert.equal(safeNext(next), '/me', String(next))
  }
})
