/// What is in a store's database, in numbers.
package struct TenantContents: Sendable {
    /// One table with its exact number of rows.
    package struct Table: Sendable, Decodable, Equatable {
        package let name: String
        package let rows: Int64
    }

    /// Every table, the largest first.
    package let all: [Table]

    /// How many tables there are.
    package var tables: Int { all.count }
    /// Rows of all tables together.
    package var rows: Int64 { all.reduce(0) { $0 + $1.rows } }
    /// The five largest.
    package var largest: [Table] { Array(all.prefix(5)) }
}
