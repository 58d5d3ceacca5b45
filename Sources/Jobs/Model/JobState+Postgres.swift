import Postgres

// Stands in its column as its raw value.
extension JobState: PostgresCodable {}
