import NIOConcurrencyHelpers
import Testing
import TestSupport

@Suite("Eventually")
struct EventuallyTests {
    @Test("looks again until the condition holds")
    func success() async throws {
        let looks = NIOLockedValueBox(0)
        let value = try await eventually {
            looks.withLockedValue {
                $0 += 1; return $0
            }
        } satisfies: {
            $0 == 3
        }
        #expect(value == 3)
    }

    @Test("records what it saw last when the time is over")
    func failure() async throws {
        try await withKnownIssue {
            try await eventually(within: .milliseconds(20)) {
                7
            } satisfies: {
                $0 == 8
            }
        } matching: { issue in
            issue.comments.contains { $0.rawValue.contains("last: 7") }
        }
    }
}
