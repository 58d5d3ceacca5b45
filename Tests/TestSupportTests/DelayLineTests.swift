import NIOCore
import Testing

@testable import TestSupport

@Suite("A delay line")
struct DelayLineTests {
    let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("gives an item when its time has come, not before")
    func due() {
        var line = DelayLine<String>()
        line.send("a", at: start, delay: .milliseconds(10))
        #expect(line.nextDue == start + .milliseconds(10))
        #expect(line.receive(at: start + .milliseconds(9)) == nil)
        #expect(line.receive(at: start + .milliseconds(10)) == "a")
        #expect(line.nextDue == nil)
    }

    @Test("keeps the order when the delay shrinks")
    func order() {
        var line = DelayLine<String>()
        line.send("slow", at: start, delay: .milliseconds(10))
        line.send("quick", at: start + .milliseconds(1), delay: .zero)
        #expect(line.receive(at: start + .milliseconds(2)) == nil)
        #expect(line.receive(at: start + .milliseconds(10)) == "slow")
        #expect(line.receive(at: start + .milliseconds(10)) == "quick")
    }
}
