/// The statements a connection keeps prepared, at most `capacity`; the one unused for longest makes room.
///
/// Names are never used twice, so a statement that could not be freed (in a failed transaction) is no obstacle.
struct StatementCache {
    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    let capacity: Int
    private var entries: [StatementShape: Entry] = [:]
    private var uses: UInt64 = 0
    private var nextNumber = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The name a statement is prepared under.
    mutating func name(of shape: StatementShape) -> String? {
        uses += 1
        guard let index = entries.index(forKey: shape) else { return nil }
        entries.values[index].lastUse = uses
        return entries.values[index].name
    }

    /// Gives a new statement its name.
    /// - Returns: also the name of the statement it replaces, which is to be freed.
    mutating func add(_ shape: StatementShape) -> (name: String, replaced: String?) {
        var replaced: String?
        if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
            replaced = oldest.value.name
        }
        let name = "s\(nextNumber)"
        nextNumber += 1
        uses += 1
        entries[shape] = Entry(name: name, lastUse: uses)
        return (name, replaced)
    }

    /// - Returns: the name it had, if it was kept.
    mutating func remove(_ shape: StatementShape) -> String? {
        entries.removeValue(forKey: shape)?.name
    }
}
