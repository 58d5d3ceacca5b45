import Postgres
import Testing

@testable import Migrations

@Suite("Seeding a database", .timeLimit(.minutes(5)))
struct MigrationSeedTests {
    static let files = [
        "0001_a.sql": "create table stores (id text, name text);",
        "seed/0001_store.sql":
            "insert into stores values (current_setting('tenantry.store_id'), current_setting('tenantry.name'));",
        "seed/0002_more.sql": "insert into stores values ('2', 'two');",
    ]

    @Test("in one flush with the migrations, and only once")
    func together() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let settings = [try SeedSetting("tenantry.store_id", "1"), try SeedSetting("tenantry.name", "one")]
            let plan = try await migrator.plan(to: directory, on: connection)
            #expect(plan.flushes(limit: migrator.target.flushLimit).count == 1)
            let news = try await migrator.run(directory, on: connection, settings: settings)
            #expect(news.map(\.isSeed) == [false, true, true])
            #expect(news.map(\.file) == ["0001_a.sql", "0001_store.sql", "0002_more.sql"])
            #expect(try await migrator.inspect(connection).seeded.map(\.file) == ["0001_store.sql", "0002_more.sql"])
            #expect(try await migrator.run(directory, on: connection, settings: settings).isEmpty)
            #expect(
                try await connection.all("select name from stores order by id", decoding: String.self) == [
                    "one", "two",
                ])
        }
    }

    @Test("after the migrations, as a plan of its own")
    func apart() async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let plan = try await migrator.plan(to: directory, on: connection)
            let settings = [try SeedSetting("tenantry.store_id", "1"), try SeedSetting("tenantry.name", "one")]
            try await migrator.apply(plan.migrationsOnly, on: connection)
            try await migrator.apply(plan.seedsOnly, on: connection, settings: settings)
            #expect(try await migrator.inspect(connection).seeded.count == 2)
            let error = try await #require(throws: MigrationError.self) {
                try await migrator.apply(plan.seedsOnly, on: connection, settings: settings)
            }
            #expect(error.sqlState == MigrationSQLState.headMoved)
        }
    }

    @Test(
        "any text is a value, and stays one",
        .serialized,
        arguments: [
            "it's", #"back\slash'; drop table stores; --"#, "$$ $tenantry$ $1", "", "ü🧵\nline", "\\'", "E'\\n'",
            "%_\"; commit;",
            "'; rollback; --", String(repeating: "'\\", count: 500),
        ], [true, false])
    func values(value: String, conforming: Bool) async throws {
        let directory = try TestFolder.directory(Self.files)
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            try await connection.script("set standard_conforming_strings = \(conforming ? "on" : "off")")
            let settings = [try SeedSetting("tenantry.store_id", "1"), try SeedSetting("tenantry.name", value)]
            _ = try await Migrator.test().run(directory, on: connection, settings: settings)
            #expect(
                try await connection.first("select name from stores where id = '1'", decoding: String.self) == value)
            let left = try await connection.first(
                "select coalesce(current_setting('tenantry.name', true), '')", decoding: String.self)
            #expect(left == "")
        }
    }

    @Test("a seed that fails is named as one, and the migrations stay")
    func failing() async throws {
        let directory = try TestFolder.directory(
            Self.files.merging(["seed/0002_more.sql": "\n\ninsert into nowhere values (1);"]) { $1 })
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            let settings = [try SeedSetting("tenantry.store_id", "1"), try SeedSetting("tenantry.name", "one")]
            let error = try await #require(throws: MigrationError.self) {
                try await migrator.run(directory, on: connection, settings: settings)
            }
            guard case .failed(let failure) = error else { throw error }
            #expect(failure.isSeed && failure.file == "0002_more.sql" && failure.line == 3)
            #expect(try await migrator.inspect(connection).seeded.map(\.file) == ["0001_store.sql"])
        }
    }

    @Test("a changed seed runs again and is recorded anew")
    func changed() async throws {
        let one = try TestFolder.directory([
            "0001_a.sql": "create table s (n int);", "seed/0001_s.sql": "insert into s values (1);",
        ])
        let two = try TestFolder.directory([
            "0001_a.sql": "create table s (n int);", "seed/0001_s.sql": "insert into s values (2);",
        ])
        try await TestServer.withDatabase { database in
            let connection = try await database.connect()
            let migrator = Migrator.test()
            _ = try await migrator.run(one, on: connection)
            #expect(try await migrator.run(two, on: connection).map(\.file) == ["0001_s.sql"])
            #expect(try await migrator.inspect(connection).seeded.map(\.checksum) == two.seeds.map(\.checksum))
            #expect(try await migrator.run(two, on: connection).isEmpty)
        }
    }
}
