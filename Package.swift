// swift-tools-version: 6.2
import PackageDescription

/// One rule set for every target: the compiler holds the walls (ARCHITECTURE.md).
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The two targets that touch C memory mark every pointer use.
let memorySafe = settings + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let locks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

let inMemoryTracing = Target.Dependency.product(name: "InMemoryTracing", package: "swift-distributed-tracing")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "tenantry",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tenantry", targets: ["tenantry"]),
        .library(name: "Postgres", targets: ["Postgres"]),
        .library(name: "Redis", targets: ["Redis"]),
        .library(name: "Secrets", targets: ["Secrets"]),
        .library(name: "Migrations", targets: ["Migrations"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The C libraries: headers and what to link.
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .systemLibrary(name: "CIdn2", providers: [.apt(["libidn2-dev"])]),

        // What could leave the repository.
        .target(
            name: "Postgres", dependencies: ["CLibpq", "CEpoll", collections, lifecycle, locks, logging, metrics],
            swiftSettings: memorySafe),
        .target(
            name: "Redis",
            dependencies: ["CHiredis", collections, lifecycle, locks, logging, nioCore, nioPosix, nioSSL],
            swiftSettings: memorySafe),
        .target(name: "Secrets", dependencies: [crypto], swiftSettings: settings),
        .target(name: "Migrations", dependencies: ["Postgres", crypto, locks, logging], swiftSettings: settings),
        .target(name: "Telemetry", dependencies: [locks, metrics], swiftSettings: settings),

        // The platform, from the nouns up.
        .target(name: "Domain", swiftSettings: settings),
        .target(name: "Schedules", dependencies: ["Domain"], swiftSettings: settings),
        .target(
            name: "Tenancy",
            dependencies: [
                "CIdn2", "Domain", "Postgres", "Secrets", collections, crypto, lifecycle, locks, logging, nioPosix,
            ], swiftSettings: settings),
        .target(
            name: "Jobs",
            dependencies: [
                "Domain", "Postgres", "Redis", "Requests", "Schedules", "Tenancy", lifecycle, locks, logging, metrics,
                tracing,
            ],
            resources: ["keys", "limits", "lines", "leases", "calls"].map { .embedInCode("Functions/\($0).lua") },
            swiftSettings: settings),
        .target(
            name: "Requests",
            dependencies: ["Domain", "Postgres", "Redis", "Secrets", "Tenancy", crypto, lifecycle, locks, logging],
            swiftSettings: settings),
        .target(
            name: "Accounts",
            dependencies: [
                "CArgon2", "CCrypt", "Domain", "Postgres", "Redis", "Requests", "Secrets", "Tenancy", collections,
                crypto, locks, logging, lifecycle,
            ],
            swiftSettings: settings),
        .target(
            name: "Usage",
            dependencies: ["Domain", "Postgres", "Requests", "Tenancy", collections, lifecycle, locks, logging],
            swiftSettings: settings),
        .target(
            name: "Stores",
            dependencies: [
                "Domain", "Jobs", "Migrations", "Postgres", "Requests", "Secrets", "Tenancy", "Usage", crypto, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Credits",
            dependencies: [
                "Domain", "Jobs", "Postgres", "Requests", "Tenancy", collections, crypto, lifecycle, locks, logging,
            ], swiftSettings: settings),

        .target(
            name: "Stripe", dependencies: [crypto, httpClient, lifecycle, logging, nioCore, nioHTTP1],
            swiftSettings: settings),
        .target(name: "Payments", dependencies: ["Credits", "Domain", "Stripe", logging], swiftSettings: settings),

        // The two edges, and what puts everything together.
        .target(
            name: "API",
            dependencies: [
                "Accounts", "Credits", "Domain", "Jobs", "Requests", "Secrets", "Stores", "Usage", httpTypes,
                hummingbird,
                hummingbirdCore, lifecycle, locks, logging, nioCore, nioHTTPTypes, tracing, yams,
            ],
            resources: [.embedInCode("openapi.yaml")], swiftSettings: settings),
        .target(
            name: "Worker",
            dependencies: ["Credits", "Domain", "Jobs", "Stores", "Tenancy", lifecycle, logging, metrics],
            swiftSettings: settings),
        .target(name: "LocalServers", dependencies: [lifecycle, locks, logging], swiftSettings: settings),
        .target(
            name: "Bootstrap",
            dependencies: [
                "API", "Accounts", "Credits", "Domain", "Jobs", "LocalServers", "Migrations", "Payments",
                "Postgres", "Redis", "Requests", "Secrets", "Stores", "Stripe", "Telemetry", "Tenancy", "Usage",
                "Worker",
                configuration, httpTypes, hummingbird,
                hummingbirdCore,
                lifecycle, logging, metrics,
                nioCore, nioPosix,
                systemPackage, unixSignals,
            ], swiftSettings: settings),
        .executableTarget(
            name: "tenantry",
            dependencies: [
                "Bootstrap", "Credits", "Domain", "Jobs", "LocalServers", "Migrations", "Secrets", "Stores",
                argumentParser, httpClient, lifecycle, logging, nioCore, nioHTTP1, unixSignals,
            ], path: "Sources/CLI", swiftSettings: settings),
        // What the benchmark of credits measures: its callers and the writer in one process.
        .executableTarget(
            name: "credit-load", dependencies: ["Credits", "Domain", "Postgres", "Tenancy", argumentParser, logging],
            path: "Benchmarks/Sources/CreditLoad", swiftSettings: settings),
        // What the benchmark of jobs measures: a worker and a producer for the harness of the peers.
        .executableTarget(
            name: "job-load",
            dependencies: ["Domain", "Jobs", "Postgres", "Redis", "Tenancy", argumentParser, lifecycle, logging],
            path: "Benchmarks/Sources/JobLoad", swiftSettings: settings),

        // Tests talk to real servers, which TestSupport starts, and to a stand-in for Stripe.
        .target(
            name: "StripeReplay",
            dependencies: [
                "Stripe", crypto, httpClient, httpTypes, hummingbird, lifecycle, logging, nioCore, nioHTTP1,
            ],
            path: "Tests/StripeReplay", swiftSettings: settings),
        .target(
            name: "TestSupport",
            dependencies: [
                "LocalServers", "Migrations", "Postgres", "Redis", "Tenancy", lifecycle, locks, logging, nioCore,
                nioPosix,
            ], path: "Tests/TestSupport", swiftSettings: settings),
        // For tests of job kinds: docs/job-kinds.md.
        .target(
            name: "JobTesting", dependencies: ["Domain", "Jobs", "Postgres", "Redis", "Tenancy", logging],
            path: "Tests/JobTesting", swiftSettings: settings),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["LocalServers", "Postgres", "TestSupport", locks, logging, lifecycle],
            swiftSettings: settings),
        .testTarget(
            name: "RedisTests", dependencies: ["Redis", collections, lifecycle, locks, logging, nioCore, nioPosix],
            swiftSettings: settings),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry", metrics], swiftSettings: settings),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets", crypto], swiftSettings: settings),
        .testTarget(
            name: "MigrationsTests", dependencies: ["Migrations", "Postgres", "TestSupport", locks, logging],
            swiftSettings: settings),
        .testTarget(name: "DomainTests", dependencies: ["Domain"], swiftSettings: settings),
        .testTarget(
            name: "SchedulesTests", dependencies: ["Domain", "Schedules", "TestSupport"], exclude: ["Vectors"],
            swiftSettings: settings),
        .testTarget(
            name: "TenancyTests",
            dependencies: ["Domain", "Postgres", "Secrets", "Tenancy", "TestSupport", lifecycle, locks, logging],
            swiftSettings: settings),
        .testTarget(
            name: "AccountsTests",
            dependencies: [
                "Accounts", "CArgon2", "Domain", "LocalServers", "Postgres", "Redis", "Requests", "Secrets", "Tenancy",
                "TestSupport", crypto, jwtKit, lifecycle, locks, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RequestsTests",
            dependencies: [
                "Domain", "LocalServers", "Postgres", "Redis", "Requests", "Secrets", "Tenancy", "TestSupport",
                lifecycle, locks, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LocalServersTests", dependencies: ["LocalServers", lifecycle, locks, logging],
            swiftSettings: settings),
        .testTarget(
            name: "TestSupportTests",
            dependencies: ["TestSupport", "Postgres", "Redis", "LocalServers", nioCore, nioPosix, logging, locks],
            swiftSettings: settings),
        .testTarget(
            name: "WorkerTests",
            dependencies: ["Domain", "Jobs", "Stores", "TestSupport", "Worker", lifecycle, locks, logging],
            swiftSettings: settings),
        .testTarget(
            name: "CreditsTests",
            dependencies: [
                "Credits", "Domain", "Jobs", "Postgres", "Redis", "Tenancy", "TestSupport", lifecycle, locks, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "StripeTests",
            dependencies: [
                "Stripe", "StripeReplay", "TestSupport", crypto, httpClient, httpTypes, hummingbird, lifecycle, locks,
                logging,
                nioCore,
                nioHTTP1, nioPosix,
            ], exclude: ["Scripts", "Vectors"], swiftSettings: settings),
        .testTarget(
            name: "UsageTests",
            dependencies: [
                "Domain", "LocalServers", "Postgres", "Requests", "Tenancy", "TestSupport", "Usage", lifecycle, locks,
                logging,
            ], swiftSettings: settings),
        // The dispatch index as it stands in Redis, for tests of what it does and of what survives.
        .target(
            name: "JobTestSupport", dependencies: ["Domain", "Jobs", "Redis"], path: "Tests/JobTestSupport",
            swiftSettings: settings),
        .testTarget(
            name: "JobsTests",
            dependencies: [
                "Domain", "JobTestSupport", "JobTesting", "Jobs", "LocalServers", "Postgres", "Redis", "Requests",
                "Schedules", "Telemetry", "Tenancy", "TestSupport", lifecycle, locks, logging, metrics,
                inMemoryTracing, tracing,
            ], swiftSettings: settings),
        // Workers and servers that die while jobs are asked for: what the jobs do, who runs them, who kills.
        .target(
            name: "ChaosJobs", dependencies: ["Domain", "Jobs", "Postgres", "Tenancy"], path: "Tests/ChaosJobs",
            swiftSettings: settings),
        .executableTarget(
            name: "chaos-worker",
            dependencies: ["ChaosJobs", "Jobs", "Postgres", "Redis", "Tenancy", lifecycle, logging, unixSignals],
            path: "Tests/ChaosWorker", swiftSettings: settings),
        .testTarget(
            name: "ChaosTests",
            dependencies: [
                "ChaosJobs", "Domain", "JobTestSupport", "Jobs", "LocalServers", "Postgres", "Redis", "Tenancy",
                "TestSupport", "chaos-worker", lifecycle, locks, logging,
            ], swiftSettings: settings),
        // The job protocol as a model, explored completely. Knows nothing of the code that it is a model of.
        .testTarget(name: "JobModelTests", swiftSettings: settings),
        .testTarget(
            name: "StoresTests",
            dependencies: [
                "Domain", "Jobs", "Migrations", "Postgres", "Redis", "Requests", "Secrets", "Stores", "Tenancy",
                "TestSupport", "Usage",
                "Worker", lifecycle, locks, logging,
            ], swiftSettings: settings),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "Accounts", "Credits", "Domain", "Jobs", "Requests", "Secrets", "Stores", "Usage", httpTypes,
                hummingbird,
                hummingbirdTesting, inMemoryTracing, lifecycle, locks, logging, nioCore, tracing,
            ], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Accounts", "Domain", "LocalServers", "Postgres", "Redis", "Secrets", "Stripe", "StripeReplay",
                "Tenancy",
                "TestSupport", "tenantry", crypto, httpClient, logging, nioCore, nioHTTP1, nioPosix,
            ], swiftSettings: settings),
    ]
)
