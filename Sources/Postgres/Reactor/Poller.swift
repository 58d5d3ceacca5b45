internal import CEpoll
internal import Foundation

/// One epoll set with a doorbell in it. Only the reactor's thread waits; ringing is allowed from any.
struct Poller: Sendable {
    /// What happened to a watched socket. An error or hang-up counts as readable: reading tells what it was.
    struct Event {
        let owner: UInt64
        let isReadable: Bool
        let isWritable: Bool
    }

    /// The owner of the doorbell, which no socket may have.
    static let doorbellOwner: UInt64 = 0
    private static let batch = 64

    private let epoll: Int32
    private let doorbell: Int32

    init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        doorbell = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        precondition(epoll >= 0 && doorbell >= 0, "no file descriptors left for a reactor")
        // Edge-triggered: each ring is an event of its own, so the counter never has to be read back.
        control(EPOLL_CTL_ADD, doorbell, EPOLLIN.rawValue | EPOLLET.rawValue, Self.doorbellOwner)
    }

    func ring() {
        eventfd_write(doorbell, 1)
    }

    /// Watches a socket for input, and for room to write if asked. Again for the same socket changes that.
    func watch(_ socket: Int32, for owner: UInt64, input: Bool = true, output: Bool) {
        let interest = (input ? EPOLLIN.rawValue : 0) | (output ? EPOLLOUT.rawValue : 0)
        if control(EPOLL_CTL_MOD, socket, interest, owner) != 0 { control(EPOLL_CTL_ADD, socket, interest, owner) }
    }

    /// Must be called before the socket is closed.
    func ignore(_ socket: Int32) {
        control(EPOLL_CTL_DEL, socket, 0, 0)
    }

    /// Blocks until something happens or `milliseconds` have passed (-1: for ever), then hands over each event.
    func wait(milliseconds: Int32, into events: inout [Event]) {
        events.removeAll(keepingCapacity: true)
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batch) { buffer in
            let count = unsafe epoll_wait(epoll, buffer.baseAddress, Int32(Self.batch), milliseconds)
            for index in 0..<max(0, Int(count)) {
                let event = unsafe buffer[index]
                let owner = unsafe event.data.u64
                guard owner != Self.doorbellOwner else { continue }
                let happened = unsafe event.events
                let output = happened & EPOLLOUT.rawValue
                events.append(Event(owner: owner, isReadable: happened != output, isWritable: output != 0))
            }
        }
    }

    @discardableResult
    private func control(_ operation: Int32, _ socket: Int32, _ interest: UInt32, _ owner: UInt64) -> Int32 {
        var event = unsafe epoll_event(events: interest, data: epoll_data_t(u64: owner))
        return unsafe epoll_ctl(epoll, operation, socket, &event)
    }
}
