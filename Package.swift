// swift-tools-version:6.2
import Foundation
import PackageDescription

/// One list of compiler settings for every target.
///
/// MemberImportVisibility is not among them: members of C structs (`timespec`, `stat`) belong to another module in a
/// whole-module build than in a debug build, so no list of imports satisfies both. `scripts/check-imports` looks after imports.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto"),
    .product(name: "CryptoExtras", package: "swift-crypto"),
]
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
/// The interfaces only: what they write to is `Sources/Watchword/Operations/`.
let measuring: [Target.Dependency] = [
    .product(name: "CoreMetrics", package: "swift-metrics"),
    .product(name: "Tracing", package: "swift-distributed-tracing"),
]

/// The arrows of ARCHITECTURE.md. A target may import what stands here and nothing else; `scripts/check-imports` holds to it.
let targets: [Target] = [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    // Debian's libphonenumber (libphonenumber-dev) behind a C header: it is C++, and its package has no pkg-config file.
    .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),

    .target(
        name: "Identity",
        dependencies: crypto + [
            .product(name: "X509", package: "swift-certificates"),
            .product(name: "SwiftASN1", package: "swift-asn1"),
            .product(name: "OrderedCollections", package: "swift-collections"),
            logging,
        ],
        swiftSettings: settings),
    .target(
        name: "Storage", dependencies: ["Identity", "CSQLite", "CLibPQ", logging] + crypto, swiftSettings: settings),
    // Debian's OpenSSL (libssl-dev) behind a C header, so that its headers never meet BoringSSL's.
    .target(name: "CSigner", linkerSettings: [.linkedLibrary("crypto")]),
    .target(name: "Signing", dependencies: ["Identity", "CSigner"] + crypto, swiftSettings: settings),
    .target(
        name: "SMS",
        dependencies: [
            "Identity", asyncHTTPClient, logging,
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ] + crypto,
        swiftSettings: settings),
    .target(
        name: "Web",
        dependencies: [
            "Identity", hummingbird, logging,
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Mustache", package: "swift-mustache"),
            .product(name: "NIOCore", package: "swift-nio"),
        ] + crypto + measuring,
        resources: [
            .embedInCode("Pages/Assets"), .embedInCode("Pages/Languages"), .embedInCode("Pages/Templates"),
        ],
        swiftSettings: settings),
    .target(name: "GatewayKit", dependencies: [.product(name: "JWTKit", package: "jwt-kit")], swiftSettings: settings),
    .target(
        name: "Inbox",
        dependencies: [
            "GatewayKit", hummingbird, logging,
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ],
        resources: [.embedInCode("Page/inbox.html")],
        swiftSettings: settings),
    .executableTarget(
        name: "Watchword",
        dependencies: [
            "Identity", "Storage", "Signing", "SMS", "Web", "GatewayKit", "Inbox", "CPhoneNumber", hummingbird,
            asyncHTTPClient, logging,
            .product(name: "JWTKit", package: "jwt-kit"),
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HummingbirdTLS", package: "hummingbird"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ] + crypto + measuring,
        // A link to examples/web, which the demo serves.
        resources: [.embedInCode("DemoPage")],
        swiftSettings: settings),
    // The example is a package of its own, too; here it is built and tested with everything else.
    .executableTarget(
        name: "login-example", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
        path: "examples/swift/Sources/login", swiftSettings: settings),
]

let tests: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["Identity", "Storage", logging], path: "Tests/TestSupport",
        swiftSettings: settings),
    .testTarget(name: "IdentityTests", dependencies: ["Identity", "TestSupport"] + crypto, swiftSettings: settings),
    .testTarget(
        name: "SigningTests", dependencies: ["Signing", "CSigner", "Identity", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "StorageTests", dependencies: ["Storage", "TestSupport"], swiftSettings: settings),
    .testTarget(
        name: "SMSTests",
        dependencies: [
            "SMS", "GatewayKit", "TestSupport", hummingbird,
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ],
        swiftSettings: settings),
    .testTarget(
        name: "WebTests",
        dependencies: [
            "Web", "Storage", "TestSupport", "SMS", hummingbird, logging,
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
        ] + crypto + measuring,
        swiftSettings: settings),
    .testTarget(
        name: "InboxTests",
        dependencies: [
            "Inbox", "GatewayKit", hummingbird,
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "JWTKit", package: "jwt-kit"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
        ],
        swiftSettings: settings),
    .testTarget(
        name: "WatchwordTests",
        dependencies: [
            "Watchword", "Identity", "Signing", "SMS", "Storage", "TestSupport", asyncHTTPClient, hummingbird, logging,
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "HummingbirdTesting", package: "hummingbird"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ] + measuring,
        swiftSettings: settings),
]

/// The load driver is built only when asked for; it is in this package so that it sees `package` declarations.
let withBenchmarks = ProcessInfo.processInfo.environment["BENCHMARKS"] != nil
let benchmarks: [Target] =
    !withBenchmarks
    ? []
    : [
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Identity", "Signing", "Storage", hummingbird, asyncHTTPClient, logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ] + crypto,
            path: "Benchmarks", exclude: ["Peers/allauth", "Peers/privacyidea", "Peers/gunicorn.conf.py"],
            swiftSettings: settings)
    ]

let package = Package(
    name: "watchword",
    products: [
        .executable(name: "watchword", targets: ["Watchword"]),
        .library(name: "GatewayKit", targets: ["GatewayKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ] + (withBenchmarks ? [.package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0")] : []),
    targets: targets + tests + benchmarks,
    cxxLanguageStandard: .cxx17
)
