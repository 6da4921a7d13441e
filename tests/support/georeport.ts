import { z } from 'zod'

/**
 * The shapes of Open311 GeoReport v2 as its schemas (schema/georeport-v2) have them: what must be there, of which type,
 * and which words are allowed. Strict where the standard lists every field, so that a misspelt one is found.
 */
const some = z.string().nullable().optional()
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/)

export const Services = z.array(
  z.strictObject({
    service_code: z.string().min(1),
    service_name: z.string().min(1),
    description: some,
    metadata: z.boolean(),
    type: z.enum(['realtime', 'batch', 'blackbox']),
    keywords: some,
    group: some,
  }),
)

export const ServiceDefinition = z.strictObject({
  service_code: z.string(),
  attributes: z.array(
    z.object({
      variable: z.boolean(),
      code: z.string(),
      datatype: z.enum(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
      required: z.boolean(),
    }),
  ),
})

export const ServiceRequests = z.array(
  z.strictObject({
    service_request_id: z.string().min(1),
    status: z.enum(['open', 'closed']),
    status_notes: some,
    service_name: some,
    service_code: z.string().min(1),
    description: z.string().max(4000).nullable().optional(),
    agency_responsible: some,
    service_notice: some,
    requested_datetime: time,
    updated_datetime: time.nullable().optional(),
    expected_datetime: time.nullable().optional(),
    address: some,
    address_id: some,
    zipcode: some,
    lat: z.number().nullable().optional(),
    long: z.number().nullable().optional(),
    media_url: z.url().nullable().optional(),
  }),
)

export const Filed = z.array(
  z
    .strictObject({
      service_request_id: z.string().optional(),
      token: z.string().optional(),
      service_notice: some,
      account_id: some,
    })
    .refine((filed) => filed.service_request_id !== undefined || filed.token !== undefined),
)

export const Errors = z.array(
  z.strictObject({ code: z.union([z.number(), z.string()]), description: z.string().min(1) }),
)
