internal import DequeModule

/// Which commands of a connection may be on their way, and which wait.
///
/// `depth` commands at most are sent before the first of them is answered: 1 on a leased connection, where a request to
/// cancel must not hit a neighbour; more on a shared one. An exclusive command goes alone. While the queue is held,
/// nothing is sent at all.
struct CommandQueue<Element: Identifiable> {
    let depth: Int
    var isHeld = false
    private let isExclusive: (Element) -> Bool
    private(set) var waiting = Deque<Element>()
    private(set) var sent = Deque<Element>()

    init(depth: Int, isExclusive: @escaping (Element) -> Bool) {
        self.depth = depth
        self.isExclusive = isExclusive
    }

    /// The command the server works on, or will next.
    var head: Element? { sent.first }

    mutating func add(_ element: Element) {
        waiting.append(element)
    }

    /// The next command to send now; it counts as sent.
    mutating func next() -> Element? {
        guard !isHeld, sent.count < depth, let candidate = waiting.first else { return nil }
        if isExclusive(candidate), !sent.isEmpty { return nil }
        if let head = sent.first, isExclusive(head) { return nil }
        waiting.removeFirst()
        sent.append(candidate)
        return candidate
    }

    /// The head was answered.
    mutating func finishHead() -> Element? {
        sent.popFirst()
    }

    /// Puts a command that has to be sent again before all that wait.
    mutating func sendAgain(_ element: Element) {
        waiting.prepend(element)
    }

    mutating func removeWaiting(_ id: Element.ID) -> Element? {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return nil }
        return waiting.remove(at: index)
    }

    /// Changes a command that was sent, if it still is unanswered.
    mutating func changeSent<Value>(_ id: Element.ID, _ change: (inout Element) -> Value) -> Value? {
        guard let index = sent.firstIndex(where: { $0.id == id }) else { return nil }
        return change(&sent[index])
    }

    /// Empties the queue for good.
    mutating func removeAll() -> (sent: Deque<Element>, waiting: Deque<Element>) {
        defer { (sent, waiting) = ([], []) }
        return (sent, waiting)
    }
}
