internal import CHiredis
internal import NIOCore

/// hiredis' incremental parser of RESP2: takes bytes in any pieces, gives whole replies.
///
/// It owns C memory and belongs to one event loop. Of what C allocates nothing outlives ``next()``.
@safe struct ReplyReader: ~Copyable {
    private let reader: UnsafeMutablePointer<redisReader>

    init() {
        // hiredis gives none only when malloc does, and nothing of ours goes on without memory.
        guard let reader = unsafe redisReaderCreate() else { fatalError("out of memory") }
        unsafe self.reader = unsafe reader
    }

    deinit { unsafe redisReaderFree(reader) }

    /// Adds received bytes, copying them.
    ///
    /// - Throws: `.protocolViolation` when out of memory or after an earlier violation.
    mutating func feed(_ received: ByteBuffer) throws(RedisError) {
        let status = unsafe received.withUnsafeReadableBytes { bytes in
            unsafe redisReaderFeed(reader, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard status == REDIS_OK else { throw violation() }
    }

    /// The next whole reply, or `nil` until more bytes are fed.
    ///
    /// - Throws: `.protocolViolation`; the reader is of no use after that.
    mutating func next() throws(RedisError) -> RedisValue? {
        var object: UnsafeMutableRawPointer?
        guard unsafe redisReaderGetReply(reader, &object) == REDIS_OK else { throw violation() }
        guard let object = unsafe object else { return nil }
        defer { unsafe freeReplyObject(object) }
        return unsafe RedisValue(copying: object.assumingMemoryBound(to: redisReply.self).pointee)
    }

    private func violation() -> RedisError {
        RedisError(.protocolViolation, detail: "hiredis error \(unsafe reader.pointee.err)")
    }
}

extension RedisValue {
    /// Copies a reply and everything below it out of C. The depth is bounded by hiredis (seven arrays).
    fileprivate init(copying reply: redisReply) {
        switch unsafe reply.type {
        case REDIS_REPLY_INTEGER: self = .integer(Int64(unsafe reply.integer))
        case REDIS_REPLY_STRING: self = unsafe .bulk(Array(reply.text))
        case REDIS_REPLY_STATUS: self = unsafe .simple(String(decoding: reply.text, as: UTF8.self))
        case REDIS_REPLY_ERROR: self = unsafe .error(.init(line: String(decoding: reply.text, as: UTF8.self)))
        case REDIS_REPLY_ARRAY:
            let elements = unsafe UnsafeBufferPointer(start: reply.element, count: Int(reply.elements))
            // A finished array has no gaps: hiredis fills every element before it hands the array out.
            self = unsafe .array(elements.compactMap { unsafe $0.map { unsafe RedisValue(copying: $0.pointee) } })
        default: self = .null
        }
    }
}

extension redisReply {
    fileprivate var text: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: str, count: Int(len)) }
}
