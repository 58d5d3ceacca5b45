import Foundation
import Testing

@testable import Migrations

@Suite("Planning from a ledger and a folder")
struct MigrationPlanTests {
    let directory: MigrationDirectory

    init() throws {
        directory = try TestFolder.directory([
            "0001_a.sql": "select 1", "0002_b.sql": "select 2", "0004_d.sql": "select 4",
            "seed/0001_roles.sql": "select 'roles'", "seed/0002_menu.sql": "select 'menu'",
        ])
    }

    private func row(_ version: String, content: String, isComplete: Bool = true) -> MigrationState.Applied {
        MigrationState.Applied(
            version: version, name: "x", checksum: MigrationChecksum(of: content), isComplete: isComplete,
            appliedAt: .init(timeIntervalSince1970: 1), duration: .zero, runner: "test")
    }

    private func state(_ rows: MigrationState.Applied..., seeded: [String: String] = [:]) -> MigrationState {
        MigrationState(
            hasLedger: true, applied: rows,
            seeded: seeded.map { .init(file: $0, checksum: MigrationChecksum(of: $1), seededAt: .distantPast) })
    }

    @Test("an untouched database gets everything, the ledger first")
    func everything() throws {
        let plan = try MigrationPlan(from: .untouched, to: directory)
        #expect(plan.migrations.map(\.version) == ["0001", "0002", "0004"])
        #expect(plan.seeds.map(\.version) == ["0001", "0002"])
        #expect(plan.head == nil)
        #expect(plan.makesLedger)
    }

    @Test("what is applied is not planned again")
    func rest() throws {
        let plan = try MigrationPlan(
            from: state(row("0001", content: "select 1"), seeded: ["0001_roles.sql": "select 'roles'"]), to: directory)
        #expect(plan.migrations.map(\.version) == ["0002", "0004"])
        #expect(plan.seeds.map(\.fileName) == ["0002_menu.sql"])
        #expect(plan.head == "0001")
        #expect(plan.seedsOnly.head == "0004")
        #expect(plan.seedsOnly.migrations.isEmpty && plan.migrationsOnly.seeds.isEmpty)
    }

    @Test("a changed seed runs again")
    func changedSeed() throws {
        let state = state(
            row("0001", content: "select 1"), row("0002", content: "select 2"), row("0004", content: "select 4"),
            seeded: ["0001_roles.sql": "select 'roles'", "0002_menu.sql": "old"])
        let plan = try MigrationPlan(from: state, to: directory)
        #expect(plan.seeds.map(\.fileName) == ["0002_menu.sql"])
        #expect(!plan.isEmpty)
    }

    @Test("a changed applied file is refused by name, with both checksums and the way out")
    func changed() throws {
        let state = state(row("0001", content: "select 1"), row("0002", content: "other"))
        let error = try #require(throws: MigrationPlanError.self) { try MigrationPlan(from: state, to: directory) }
        #expect(
            error
                == .changed(
                    file: "0002_b.sql", applied: MigrationChecksum(of: "other"),
                    found: MigrationChecksum(of: "select 2")))
        #expect(error.description.contains(MigrationChecksum(of: "other").head))
        #expect(error.description.contains(MigrationChecksum(of: "select 2").head))
        #expect(error.description.contains("repair"))
    }

    @Test("a version that no file has is refused, old or new", arguments: ["0003", "0009"])
    func unknown(version: String) {
        let state = state(row("0001", content: "select 1"), row(version, content: "?"))
        #expect(throws: MigrationPlanError.unknownVersion(version, name: "x", newestKnown: "0004")) {
            try MigrationPlan(from: state, to: directory)
        }
    }

    @Test("a file older than the head that was never applied is refused")
    func gap() {
        let state = state(row("0001", content: "select 1"), row("0004", content: "select 4"))
        #expect(throws: MigrationPlanError.outOfOrder(file: "0002_b.sql", head: "0004")) {
            try MigrationPlan(from: state, to: directory)
        }
    }

    @Test("a row that was never finished is refused")
    func unfinished() {
        let state = state(row("0001", content: "select 1", isComplete: false))
        #expect(throws: MigrationPlanError.unfinished(version: "0001", name: "x")) {
            try MigrationPlan(from: state, to: directory)
        }
    }

    @Test("a pending file that needs to be outside of a transaction is refused with its line")
    func nonTransactional() throws {
        let directory = try TestFolder.directory(["0001_a.sql": "select 1;\n\ncreate index concurrently i on t (a);"])
        let error = try #require(throws: MigrationPlanError.self) {
            try MigrationPlan(from: .untouched, to: directory)
        }
        #expect(
            error
                == .nonTransactional(
                    file: "0001_a.sql", line: 3, statement: "create index concurrently i on t"))
    }

    @Test("a status report shows every version once, contradictions included")
    func status() {
        let state = state(
            row("0001", content: "select 1"), row("0002", content: "other"), row("0009", content: "?"))
        let date = Date(timeIntervalSince1970: 1)
        let report = MigrationStatus.report(of: state, in: directory)
        #expect(report.map(\.version) == ["0001", "0002", "0004", "0009"])
        #expect(report.map(\.standing) == [.applied(date), .changed(date), .pending, .missing(date)])
    }

    @Test("a setting's name is checked and its value is free")
    func settings() throws {
        #expect(try SeedSetting("tenantry.store_id", #"'\$$"#).value == #"'\$$"#)
        for name in ["store", "", ".", "a.", ".b", "a b.c", "A.b", "a.b;", "a.1"] {
            #expect(throws: SeedSetting.Refusal.name(name)) { try SeedSetting(name, "") }
        }
        #expect(!"\(try SeedSetting("a.b", "tell"))".contains("tell"))
        #expect(throws: SeedSetting.Refusal.value(ofSetting: "a.b")) { try SeedSetting("a.b", "x\0") }
    }
}
