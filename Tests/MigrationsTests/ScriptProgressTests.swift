import Testing

@testable import Migrations

@Suite("Telling progress from notices")
struct ScriptProgressTests {
    @Test("only our own notices count, in order, each once")
    func own() throws {
        let directory = try TestFolder.directory(["0001_a.sql": "", "0002_b.sql": "", "seed/0001_s.sql": ""])
        let plan = try MigrationPlan(from: .untouched, to: directory)
        var progress = ScriptProgress(steps: plan.steps, nonce: 7)
        let code = MigrationSQLState.progress
        #expect(progress.receive(sqlState: code, message: "tenantry 8 0 5") == nil)
        #expect(progress.receive(sqlState: "00000", message: progress.message(forStep: 0) + " 5") == nil)
        #expect(progress.receive(sqlState: code, message: progress.message(forStep: 1) + " 5") == nil)
        #expect(progress.receive(sqlState: code, message: progress.message(forStep: 0)) == nil)
        #expect(
            progress.receive(sqlState: code, message: progress.message(forStep: 0) + " 5")?.duration == .milliseconds(5)
        )
        #expect(progress.receive(sqlState: code, message: progress.message(forStep: 0) + " 5") == nil)
        #expect(progress.receive(sqlState: code, message: progress.message(forStep: 1) + " 6")?.number == 2)
        #expect(progress.receive(sqlState: code, message: progress.message(forStep: 2) + " 7")?.isSeed == true)
        #expect(progress.receive(sqlState: code, message: progress.message(forStep: 3) + " 8") == nil)
        #expect(progress.finished == 3)
    }
}
