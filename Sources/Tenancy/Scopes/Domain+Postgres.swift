import Domain
import Foundation
import Postgres

// How the nouns stand in columns: each as its raw value.
extension Identifier: PostgresCodable {}
extension Timestamp: PostgresCodable {}
extension Slug: PostgresCodable {}
extension Account.Role: PostgresCodable {}
extension Store.Status: PostgresCodable {}
extension Store.Database.Kind: PostgresCodable {}
extension Store.Database.Status: PostgresCodable {}
extension DisplayName: PostgresCodable {}
extension EmailAddress: PostgresCodable {}
