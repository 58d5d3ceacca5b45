internal import CLibpq

extension Wire {
    /// Called by libpq in the midst of reading, on the reactor's thread.
    static let receiveNotice: PQnoticeReceiver = { context, result in
        guard let context = unsafe context, let result = unsafe result else { return }
        let wire = unsafe Unmanaged<Wire>.fromOpaque(context).takeUnretainedValue()
        let notice = unsafe PostgresNotice(result: result)
        if notice.severity == "FATAL" || notice.severity == "PANIC" {
            // Nobody asked for anything: the server says why it is about to close.
            wire.farewell = PostgresError(.connectionLost, .init(sqlState: notice.sqlState, message: notice.message))
        } else if case .script(_, let onNotice)? = wire.queue.head?.work {
            onNotice(notice)
        }
    }

    func add(_ subscription: Subscription) {
        subscriptions.append(subscription)
        status.setListeners(subscriptions.count)
    }

    /// Stops listening on the channels nobody else wants.
    func removeSubscription(_ id: UInt64) {
        guard let index = subscriptions.firstIndex(where: { $0.id == id }) else { return }
        let channels = subscriptions.remove(at: index).channels
        let wanted = subscriptions.reduce(into: Set<String>()) { $0.formUnion($1.channels) }
        status.setListeners(subscriptions.count)
        for channel in channels.subtracting(wanted) {
            guard let statement = try? BoundStatement("UNLISTEN \(identifier: channel)") else { continue }
            queue.add(Command(id: PostgresReactor.uniqueNumber(), work: .statement(statement), reply: nil))
        }
        pump()
    }

    func deliverNotifications() {
        while let notification = unsafe PQnotifies(raw) {
            defer { unsafe PQfreemem(notification) }
            guard !subscriptions.isEmpty else { continue }
            let channel = unsafe String(cString: notification.pointee.relname)
            let value = unsafe PostgresNotification(
                channel: channel, payload: String(cString: notification.pointee.extra),
                processID: notification.pointee.be_pid)
            for subscription in subscriptions where subscription.channels.contains(channel) {
                subscription.stream.yield(value)
            }
        }
    }
}

extension PostgresNotice {
    init(result: OpaquePointer) {
        func field(_ code: Int32) -> String? {
            unsafe PQresultErrorField(result, code).map { text in unsafe String(cString: text) }
        }
        self.init(
            severity: field(DiagnosticField.severity) ?? "NOTICE", sqlState: field(DiagnosticField.sqlState) ?? "00000",
            message: field(DiagnosticField.message) ?? "", detail: field(DiagnosticField.detail),
            hint: field(DiagnosticField.hint))
    }
}
