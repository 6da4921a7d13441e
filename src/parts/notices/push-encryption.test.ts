import { createECDH } from 'node:crypto'
import { expect, test } from 'vitest'
import { encryptPush, longestPushBytes, pushIdentity } from './push-encryption.ts'

// RFC 8291, appendix A.
const example = {
  words: 'When I grow up, I want to be a watermelon',
  ownPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

test('a message is sealed byte for byte as the standard’s own example', () => {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(example.ownPrivate, 'base64url'))
  const salt = Buffer.from(example.salt, 'base64url')
  const sealed = encryptPush(Buffer.from(example.words), example, { ecdh, salt })
  expect(sealed.toString('base64url')).toBe(example.sealed)
})

test('the same words are sealed otherwise each time', () => {
  const words = Buffer.from(example.words)
  expect(encryptPush(words, example).equals(encryptPush(words, example))).toBe(false)
})

test('keys that are none and messages too long for a record are refused', () => {
  const words = Buffer.from('x')
  expect(() => encryptPush(words, { ...example, auth: 'AAAA' })).toThrow(RangeError)
  expect(() => encryptPush(words, { ...example, p256dh: 'AAAA' })).toThrow(RangeError)
  expect(() => encryptPush(Buffer.alloc(longestPushBytes + 1), example)).toThrow(RangeError)
})

test('the house’s key follows from its secret: the same for every process, another for another house', () => {
  const secret = 'thirty-two characters or more of a secret'
  expect(pushIdentity(secret).publicKey).toBe(pushIdentity(secret).publicKey)
  expect(pushIdentity(secret).publicKey).not.toBe(pushIdentity(`${secret}!`).publicKey)
  expect(Buffer.from(pushIdentity(secret).publicKey, 'base64url')).toHaveLength(65)
})
