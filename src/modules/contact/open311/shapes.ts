/** What GeoReport v2 (wiki.open311.org/GeoReport_v2) says of things; times are ISO 8601 with an offset. */
export interface Service {
  readonly service_code: string
  readonly service_name: string
  readonly description: string
  readonly metadata: boolean
  readonly type: 'realtime'
  readonly keywords: string
  readonly group: string
}

export interface ServiceRequest {
  readonly service_request_id: string
  readonly status: 'open' | 'closed'
  readonly status_notes: string | null
  readonly service_name: string | null
  readonly service_code: string
  readonly description: string | null
  readonly agency_responsible: string | null
  readonly service_notice: string | null
  readonly requested_datetime: string
  readonly updated_datetime: string | null
  readonly expected_datetime: string | null
  readonly address: string | null
  readonly address_id: string | null
  readonly zipcode: string | null
  readonly lat: number | null
  readonly long: number | null
  readonly media_url: string | null
}

/** One step everybody may read of a request: mySociety's extension. */
export interface RequestUpdate {
  readonly update_id: string
  readonly service_request_id: string
  readonly status: 'open' | 'closed'
  readonly updated_datetime: string
  readonly description: string
  readonly media_url: string
}

/** A refusal by the rules of GeoReport: every one says what to do. */
export class Open311Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 429
  constructor(status: Open311Refusal['status'], description: string) {
    super(description)
    this.status = status
  }
}
