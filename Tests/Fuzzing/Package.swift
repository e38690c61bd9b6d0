// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the program is built without knowing of it. See README.md.
let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tlslab", path: "../..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: ["CFuzzer", .product(name: "Fuzzed", package: "tlslab")],
      swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility")],
      // GNU gold ends with an internal error over what the sanitizer leaves in an object.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))]),
  ])
