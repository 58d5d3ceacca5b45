/// A statement checked and laid out for libpq by the calling task, so that the reactor only has to point at it.
struct BoundStatement: Sendable {
    struct Slot: Sendable {
        /// Where the value begins in `payload`; -1 for NULL.
        let offset: Int
        let length: Int32
        /// 0 text, 1 binary.
        let format: Int32
    }

    let shape: StatementShape
    let payload: [UInt8]
    let slots: [Slot]
    let isRecurring: Bool

    /// - Throws: kind `misuse` for more than 65,535 values, a NUL in the text or in a text value.
    init(_ sql: SQL) throws(PostgresError) {
        guard sql.values.count <= 65_535 else { throw .misuse("A statement has at most 65,535 values.") }
        guard !sql.text.utf8.contains(0) else { throw .misuse("A statement contains no NUL character.") }
        var types: [UInt32] = []
        var payload: [UInt8] = []
        var slots: [Slot] = []
        types.reserveCapacity(sql.values.count)
        slots.reserveCapacity(sql.values.count)
        for value in sql.values {
            types.append(value.oid)
            guard let bytes = value.bytes else {
                slots.append(Slot(offset: -1, length: 0, format: 1))
                continue
            }
            guard bytes.count < Int32.max else { throw .misuse("A value is smaller than 2 GiB.") }
            if value.format == .text, bytes.contains(0) { throw .misuse("A text value contains no NUL character.") }
            slots.append(
                Slot(offset: payload.count, length: Int32(bytes.count), format: value.format == .text ? 0 : 1))
            payload += bytes
            payload.append(0)  // libpq reads a text value up to its terminator
        }
        shape = StatementShape(text: sql.text, types: types)
        self.payload = payload
        self.slots = slots
        isRecurring = sql.isRecurring
    }

    /// Runs `body` on the values as libpq takes them; the pointers must not leave it.
    func withArguments(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Int32
    ) -> Int32 {
        let count = slots.count
        guard count > 0 else { return body(nil, nil, nil) }
        return unsafe payload.withUnsafeBytes { payload in
            unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                    for (index, slot) in slots.enumerated() {
                        let start = unsafe slot.offset < 0 ? nil : payload.baseAddress.map { unsafe $0 + slot.offset }
                        unsafe values.initializeElement(at: index, to: start?.assumingMemoryBound(to: CChar.self))
                        unsafe numbers.initializeElement(at: index, to: slot.length)
                        unsafe numbers.initializeElement(at: count + index, to: slot.format)
                    }
                    let lengths = unsafe UnsafePointer(numbers.baseAddress)
                    return unsafe body(
                        values.baseAddress.map { unsafe UnsafePointer($0) }, lengths, lengths.map { unsafe $0 + count })
                }
            }
        }
    }
}

/// What makes two statements the same to the server: their text and the types of their values.
struct StatementShape: Hashable, Sendable {
    let text: String
    let types: [UInt32]
}
