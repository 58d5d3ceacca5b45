/// One way to do the work, ours or another's.
struct Contestant {
    let name: String
    /// Does the work once.
    let measure: () async throws -> [Figure: Double]

    init(_ name: String, measure: @escaping () async throws -> [Figure: Double]) {
        self.name = name
        self.measure = measure
    }
}
