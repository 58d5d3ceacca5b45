import API
import Migrations
import Redis
import Tenancy

extension ControlPlane {
    /// What `/readyz` looks at, each look cut off after two seconds.
    var readiness: Readiness {
        let (master, schema, redis, keyring) = (master, masterSchema, redis, configuration.keyring)
        return Readiness(
            masterDatabase: {
                await Self.within("The master database does not answer.") {
                    try await MasterDatabaseQueries.ping(master.session)
                    return nil
                }
            },
            schemaVersion: {
                await Self.within("The schema of the master database cannot be read.") {
                    await MasterDatabase.schemaProblem(schema, on: master)
                }
            },
            keys: {
                await Self.within("The credential keys cannot be compared.") {
                    do { try await KeyCheck.run(keyring, on: master) } catch let error as KeyCheck.Mismatch {
                        return "\(error)"
                    }
                    return nil
                }
            },
            redis: {
                await Self.within("Redis does not answer: jobs and revocations go through the master database.") {
                    try await redis.send(["PING"])
                    return nil
                }
            })
    }

    private static func within(
        _ problem: String, _ look: @escaping @Sendable () async throws -> String?
    ) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { do { return try await look() } catch { return problem } }
            group.addTask {
                try? await Task.sleep(for: .seconds(2))
                return problem
            }
            defer { group.cancelAll() }
            return await group.next() ?? problem
        }
    }
}
