/// psql, as somebody would use it in a script: all files in one transaction, stopping at the first error.
struct Psql {
    /// How it gets the files.
    enum Style {
        /// By name: it sends statement by statement and waits for each.
        case files
        /// As text: it sends each file as one query.
        case commands
    }

    let settings: Settings
    /// On 127.0.0.1.
    let port: Int
    let files: TenantFiles

    /// - Returns: how long it ran, its start included.
    func run(into database: TenantDatabase, for agency: Platform.Agency, _ style: Style) async throws -> Duration {
        let work =
            switch style {
            case .files: files.paths.flatMap { ["-f", $0] }
            case .commands: try files.contents().flatMap { ["-c", $0] }
            }
        let command = Command(
            "\(settings.postgresBinaries)/psql", ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"] + work,
            environment: [
                "PGHOST": "127.0.0.1", "PGPORT": "\(port)", "PGUSER": database.owner, "PGPASSWORD": database.password,
                "PGDATABASE": database.name, "PGSSLMODE": "prefer", "PGOPTIONS": Self.options(agency),
            ])
        return try await command.run(in: settings.scratch).duration
    }

    /// What the seeds read with `current_setting`; a space within a value is written `\ `.
    private static func options(_ agency: Platform.Agency) -> String {
        let values = [
            ("store_id", agency.storeID), ("store_slug", agency.slug), ("store_name", agency.storeName),
            ("owner_name", agency.ownerName), ("owner_email", agency.email),
        ]
        return values.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
            return "-c tenantry.\(name)=\(escaped)"
        }.joined(separator: " ")
    }
}
