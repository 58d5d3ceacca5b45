internal import CLibpq

extension Wire {
    /// The server waits for data. The command that began the copy stays the head of the queue, answered, and keeps all
    /// others waiting until the copy has ended.
    func copyIsReady() {
        steps.removeFirst()
        deadlines.statement = nil
        guard let head = queue.head else { return }
        queue.changeSent(head.id) { $0.reply = nil }
        head.finish(.success(.done))
    }

    func continueCopy(_ command: Command) {
        guard case .copyBegin? = queue.head?.work, steps.isEmpty, copying == nil else {
            return command.finish(.failure(.misuse("No copy is under way.")))
        }
        copying = command
        startClock()
        let isTaken: Bool
        switch command.work {
        case .copyData(let bytes):
            isTaken = unsafe bytes.withUnsafeBytes { buffer in
                unsafe PQputCopyData(
                    raw, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count)) == 1
            }
        case .copyEnd(let reason):
            steps.append(.copyEnd)
            isTaken = unsafe PQputCopyEnd(raw, reason) == 1
        default:
            isTaken = false
        }
        guard isTaken else { return loseBroken() }
        flush()
        // An error in the data may have arrived before its end was sent, and is in libpq's buffer already.
        if case .copyEnd = command.work { read() }
    }

    /// libpq's buffer is empty: more data may come.
    func copyDataIsSent() {
        guard let command = copying, case .copyData = command.work else { return }
        copying = nil
        deadlines.statement = nil
        command.finish(.success(.done))
    }
}
