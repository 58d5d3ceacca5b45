import DequeModule

/// Records that wait to be written, in order, and how many requests are lost to the log since somebody asked.
struct RecordQueue: Sendable {
    private let capacity: Int
    private var records: Deque<RequestRecord> = []
    private var lost = 0

    /// - Parameter capacity: records that wait at most.
    init(capacity: Int) { self.capacity = capacity }

    var count: Int { records.count }
    var isFull: Bool { records.count >= capacity }

    /// Adds a record at the end; when there is no room it is lost.
    mutating func append(_ record: RequestRecord) {
        if isFull { lose(record.weight) } else { records.append(record) }
    }

    /// Counts requests that will not be in the log.
    mutating func lose(_ requests: Int) { lost += requests }

    /// So many at most, oldest first; they stay.
    func first(_ limit: Int) -> [RequestRecord] { Array(records.prefix(limit)) }

    /// Takes the oldest away.
    mutating func removeFirst(_ count: Int) { records.removeFirst(count) }

    /// How many requests were lost since the last time.
    mutating func takeLost() -> Int {
        defer { lost = 0 }
        return lost
    }
}
