// swift-tools-version: 6.2
import PackageDescription

/// The rules of the product's own targets.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let locks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let postgres = Target.Dependency.product(name: "Postgres", package: "tenantry")
let redis = Target.Dependency.product(name: "Redis", package: "tenantry")

let package = Package(
    name: "tenantry-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "tenantry", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The network between a client and a server: the sources of the tests' own proxy, by link.
        .target(name: "Proxy", dependencies: [locks, nioCore, nioPosix], swiftSettings: settings),
        .executableTarget(
            name: "benchmarks", dependencies: ["Proxy", lifecycle, logging, postgres, redis],
            path: "Sources/Benchmarks", swiftSettings: settings),
        // What the API is measured beside: the same framework with nothing behind it.
        .executableTarget(
            name: "constant-route", dependencies: [httpTypes, hummingbird, logging],
            path: "Sources/ConstantRoute", swiftSettings: settings),
    ]
)
