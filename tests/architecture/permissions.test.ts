import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { Actor, AnyAction } from '#kernel/action'
import { newId } from '#kernel/ids'
import { type Role, roleScope } from '#parts/people'
import { manifests } from '../../src/house.ts'
import { allWho, elsewhere, here, matrix, type Rule, type Who } from './permission-matrix.ts'

const actions = manifests.flatMap((manifest) => [...(manifest.actions ?? [])])

function actorAs(who: Who, scope: string): Actor {
  const accountId = who === 'guest' ? null : newId()
  const grants = who === 'guest' || who === 'resident' ? [] : [{ role: who, scopeId: scopeOf(who, scope) }]
  return {
    kind: who === 'guest' ? 'guest' : 'person',
    councilId: here,
    accountId,
    personId: accountId,
    deviceId: newId(),
    grants,
  }
}

function scopeOf(role: Role, scope: string): string | null {
  return roleScope[role] === 'place' || roleScope[role] === 'organisation' ? scope : null
}

function allowed(declared: AnyAction, actor: Actor, subject: unknown, rule: Rule): boolean {
  return declared.allow(actor, subject, rule.input ?? {}) === true
}

/** A subject that is this actor's own, in every shape in which an account's things are held. */
function ownOf(actor: Actor) {
  const id = actor.accountId ?? ''
  return { id, accountId: id, ownerId: id, contributor: { accountId: id, deviceId: null } }
}

const strangers = {
  id: newId(),
  accountId: newId(),
  ownerId: newId(),
  contributor: { accountId: newId(), deviceId: null },
}

function deviations(declared: AnyAction, rule: Rule): string[] {
  return allWho.flatMap((who) => {
    const found: string[] = []
    const actor = actorAs(who, here)
    const expected = rule.may.includes(who)
    if (allowed(declared, actor, rule.subject ?? strangers, rule) !== expected) {
      found.push(`${declared.name}: ${who} ${expected ? 'must be allowed' : 'must be refused'}`)
    }
    if (rule.own && allowed(declared, actor, ownOf(actor), rule) !== (who !== 'guest')) {
      found.push(`${declared.name}: ${who} and one's own`)
    }
    const placed = who !== 'guest' && who !== 'resident' && scopeOf(who, here) !== null
    if (rule.bound && placed && allowed(declared, actorAs(who, elsewhere), rule.subject ?? {}, rule)) {
      found.push(`${declared.name}: ${who} of another place must be refused`)
    }
    return found
  })
}

test('every action has a row in the matrix, and every row an action', () => {
  const names = actions.map((declared) => declared.name).sort()
  assert.deepEqual(Object.keys(matrix).sort(), names)
})

test('every role may do what the matrix says, and nothing else', () => {
  const wrong = actions.flatMap((declared) => {
    const rule = matrix[declared.name]
    return rule ? deviations(declared, rule) : []
  })
  assert.deepEqual(wrong, [])
})

test('a right that is too wide, too narrow or not bound to its place is found', () => {
  const base = actions[0]
  assert.ok(base)
  const rule: Rule = { may: ['point-staff'], bound: true, subject: { place_id: here } }
  const wide: AnyAction = { ...base, name: 'planted.wide', allow: () => true }
  const narrow: AnyAction = { ...base, name: 'planted.narrow', allow: () => false }
  const unbound: AnyAction = {
    ...base,
    name: 'planted.unbound',
    allow: (actor) => actor.grants.some((grant) => grant.role === 'point-staff'),
  }
  assert.ok(deviations(wide, rule).length > 10)
  assert.deepEqual(deviations(narrow, rule), ['planted.narrow: point-staff must be allowed'])
  assert.deepEqual(deviations(unbound, rule), ['planted.unbound: point-staff of another place must be refused'])
})
