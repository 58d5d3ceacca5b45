import Testing

@testable import Migrations

@Suite("Reading a folder of migrations")
struct MigrationDirectoryTests {
    @Test("takes numbered files in order and passes over everything that is not SQL")
    func order() throws {
        let folder = try TestFolder([
            "0010_c.sql": "select 3", "0002_b.sql": "select 2", "0001_a-b_C9.sql": "select 1", "README.md": "# hello",
            ".gitkeep": "", "seed/0001_roles.sql": "select 4", "seed/README.md": "",
        ])
        let directory = try folder.read()
        #expect(directory.migrations.map(\.version) == ["0001", "0002", "0010"])
        #expect(directory.migrations.first?.name == "a-b_C9")
        #expect(directory.seeds.map(\.fileName) == ["0001_roles.sql"])
        #expect(directory.head == "0010")
    }

    @Test(
        "refuses a name that is nearly right rather than pass over it",
        arguments: [
            "1_a.sql", "00001_a.sql", "0001.sql", "0001_.sql", "0001_a b.sql", "0001-a.sql", "a.sql", "0001_a.SQL",
            "0001_ü.sql",
            "٠٠٠١_a.sql", "seed/roles.sql",
        ])
    func misnamed(name: String) throws {
        let folder = try TestFolder(["0003_ok.sql": "", name: ""])
        let file = String(name.split(separator: "/").last ?? "")
        #expect(throws: MigrationDirectoryError.misnamed(file: file)) { try folder.read() }
    }

    @Test("refuses one number twice, naming both files")
    func duplicate() throws {
        let folder = try TestFolder(["0001_a.sql": "", "0001_b.sql": ""])
        #expect(throws: MigrationDirectoryError.duplicate(version: "0001", files: ["0001_a.sql", "0001_b.sql"])) {
            try folder.read()
        }
    }

    @Test("refuses what is not text")
    func binary() throws {
        let latin = try TestFolder(bytes: ["0001_a.sql": [0x27, 0xE4, 0x27]])
        #expect(throws: MigrationDirectoryError.notText(file: "0001_a.sql", reason: "is not UTF-8")) {
            try latin.read()
        }
        let nul = try TestFolder(bytes: ["0001_a.sql": [0x27, 0, 0x27]])
        #expect(throws: MigrationDirectoryError.notText(file: "0001_a.sql", reason: "holds a NUL byte")) {
            try nul.read()
        }
    }

    @Test("refuses a folder that is empty or not there")
    func nothing() throws {
        let folder = try TestFolder(["README.md": ""])
        #expect(throws: MigrationDirectoryError.empty(path: folder.path)) { try folder.read() }
        #expect(throws: MigrationDirectoryError.self) { try MigrationDirectory(readingFrom: "/nowhere/at/all") }
    }

    @Test("tells the findings of all files at once")
    func findings() throws {
        let folder = try TestFolder(["0001_a.sql": "begin;", "0002_b.sql": "select 1", "0003_c.sql": "commit;"])
        let error = try #require(throws: MigrationDirectoryError.self) { try folder.read() }
        guard case .refused(let findings) = error else { throw error }
        #expect(findings.map(\.file) == ["0001_a.sql", "0003_c.sql"])
    }

    @Test("a byte order mark and CRLF change neither the text nor the checksum")
    func normalisation() throws {
        let plain = "create table a ();\ninsert into a default values;\n"
        let windows = [0xEF, 0xBB, 0xBF] + Array(plain.replacing("\n", with: "\r\n").utf8)
        let one = try MigrationFile(fileName: "0001_a.sql", bytes: Array(plain.utf8))
        let other = try MigrationFile(fileName: "0001_a.sql", bytes: windows)
        #expect(other.text == plain)
        #expect(other.checksum == one.checksum)
        #expect(MigrationChecksum(hexadecimal: one.checksum.description) == one.checksum)
    }

    @Test("a checksum is the SHA-256 of the content")
    func checksum() {
        #expect(
            MigrationChecksum(of: "abc").description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(MigrationChecksum(of: "abc").head == "ba7816bf")
        #expect(MigrationChecksum(hexadecimal: "ba7") == nil)
        #expect(MigrationChecksum(hexadecimal: "zz") == nil)
    }
}
