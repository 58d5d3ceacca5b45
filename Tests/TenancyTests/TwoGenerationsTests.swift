import Testing

@testable import Tenancy

@Suite("Two generations")
struct TwoGenerationsTests {
    @Test("keep what is used, and never more than their limit")
    func bound() {
        var memory = TwoGenerations<Int, Int>(limit: 10)
        for number in 0..<1_000 {
            memory.write(number, for: number)
            #expect(memory.count <= 10)
            #expect(memory.use(0) == 0)
        }
        #expect((996..<1_000).allSatisfy { memory[$0] == $0 })
        #expect(memory[500] == nil)
    }

    @Test("let what is only looked at grow old")
    func look() {
        var memory = TwoGenerations<Int, Int>(limit: 10)
        for number in 0..<20 {
            memory.write(number, for: number)
            _ = memory[0]
        }
        #expect(memory[0] == nil)
    }

    @Test("forget one, some or all, young and old")
    func removal() {
        var memory = TwoGenerations<Int, Int>(limit: 6)
        for number in 0..<6 { memory.write(number, for: number) }
        memory.remove(0)
        memory.remove(5)
        #expect((0..<6).filter { memory[$0] != nil } == [1, 2, 3, 4])
        memory.removeAll { $0.isMultiple(of: 2) }
        #expect((0..<6).filter { memory[$0] != nil } == [1, 3])
        memory.removeAll()
        #expect(memory.count == 0)
    }
}
