// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "login",
    dependencies: [.package(url: "https://github.com/apple/swift-crypto", from: "4.5.2")],
    targets: [.executableTarget(name: "login", dependencies: [.product(name: "Crypto", package: "swift-crypto")])]
)
