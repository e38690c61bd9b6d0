import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing
import X509

/// GnuTLS's program for certificates.
private enum CertificateTool {
  static let path = "/usr/bin/certtool"
  static let isThere = FileManager.default.isExecutableFile(atPath: path)

  /// What it prints of a certificate, and what it complains of.
  static func read(_ pem: String, in folder: ScratchFolder) throws -> (
    text: String, complaints: String, status: Int32
  ) {
    try folder.write("read.pem", Array(pem.utf8))
    let output = try folder.write("output", [])
    let errors = try folder.write("errors", [])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--certificate-info", "--infile", folder.path("read.pem")]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try folder.read("output"), as: UTF8.self),
      String(decoding: try folder.read("errors"), as: UTF8.self), process.terminationStatus
    )
  }
}

/// A server's profile with each choice that a profile leaves made once.
private struct Choices {
  private(set) var all: [(name: String, profile: CertificateProfile)] = []

  init() {
    subjects()
    names()
    usages()
    authorities()
    for hash in SignatureHash.allCases {
      add(hash.rawValue) { $0.signatureHash = hash }
      add("\(hash.rawValue) with PSS") {
        $0.signatureHash = hash
        $0.usesPSS = true
      }
    }
  }

  private mutating func add(_ name: String, _ change: (inout CertificateProfile) -> Void) {
    var profile = CertificateProfile.server(
      ["sip.uc.test"], validFrom: 1_700_000_000, validTo: 1_800_000_000)
    change(&profile)
    all.append((name, profile))
  }

  private mutating func subjects() {
    add("no subject") { $0.subject = nil }
    add("a subject in UTF-8") { $0.subject = "Wurzel «ä», mit Komma" }
    add("a short serial") { $0.serial = [1] }
    add("a long serial") { $0.serial = [0x7f] + [UInt8](repeating: 0xff, count: 19) }
    add("a day in 1970") { ($0.validFrom, $0.validTo) = (0, 86_400) }
    add("beyond 2049") { $0.validTo = 253_402_300_799 }
  }

  private mutating func names() {
    add("no names") { $0.names = [] }
    let names: [AlternativeName] = [
      .dns("sip.uc.test"), .dns("*.uc.test"), .dns(String(repeating: "a.", count: 100) + "test"),
      .ip("192.0.2.7"), .ip("2001:db8::7"), .uri("sip:ada@uc.test"), .email("ada@uc.test"),
    ]
    for name in names { add("the name \(name.text)") { $0.names = [name] } }
    add("all names") { $0.names = names }
  }

  private mutating func usages() {
    for usage in CertificateProfile.KeyUsage.allCases {
      add("usage \(usage.rawValue)") { $0.keyUsages = [usage] }
    }
    for usage in CertificateProfile.ExtendedKeyUsage.allCases {
      add("purpose \(usage.rawValue)") { $0.extendedKeyUsages = [usage] }
    }
    add("all usages") {
      $0.keyUsages = CertificateProfile.KeyUsage.allCases
      $0.extendedKeyUsages = CertificateProfile.ExtendedKeyUsage.allCases
    }
    add("no usages") { ($0.keyUsages, $0.extendedKeyUsages) = ([], []) }
  }

  private mutating func authorities() {
    add("no constraints") { $0.basicConstraints = nil }
    func authority(_ profile: inout CertificateProfile, _ length: Int?) {
      profile.basicConstraints = .authority(pathLength: length)
      profile.keyUsages = [.keyCertSign, .cRLSign]
    }
    for length in [nil, 0, 1, 100] as [Int?] {
      add("path length \(String(describing: length))") { authority(&$0, length) }
    }
    let permitted: [AlternativeName] = [
      .dns("uc.test"), .ip("192.0.2.0/255.255.255.0"), .email("uc.test"), .uri(".uc.test"),
    ]
    for name in permitted {
      add("permitted \(name.text)") {
        authority(&$0, nil)
        $0.nameConstraints = .init(permitted: [name])
      }
      add("excluded \(name.text)") {
        authority(&$0, nil)
        $0.nameConstraints = .init(permitted: permitted, excluded: [name])
      }
    }
  }
}

@Suite("Others read every certificate that can be made here, and complain of nothing")
struct CertificateReadingTests {
  /// Each choice, under a key of RSA.
  private func made() throws -> [(name: String, certificate: Certificate)] {
    let random = RandomStream.seeded(71)
    let root = try CertificateAuthority.makeRoot(
      .authority("Root", validFrom: 0, validTo: 2_000_000_000),
      key: .makeRSA(bits: 2048, random: random.substream("root")), random: random)
    let keys: [PrivateKey] = try [
      .makeRSA(bits: 2048, random: random.substream("rsa")),
      .makeEC(group: .secp256r1, random: random.substream("256")),
      .makeEC(group: .secp384r1, random: random.substream("384")),
      .makeEC(group: .secp521r1, random: random.substream("521")),
      .makeEd25519(random: random.substream("25519")),
      .makeEd448(random: random.substream("448")),
    ]
    var all = try Choices().all.enumerated().map { place, choice in
      let certificate = try root.issue(
        choice.profile, publicKey: keys[place % keys.count].publicKey,
        random: random.substream(choice.name))
      return (choice.name, certificate)
    }
    all.append(("Root", root.certificate))
    for key in keys {
      let profile = CertificateProfile.authority(
        "\(key.kind)", validFrom: 1_700_000_000, validTo: 1_800_000_000)
      all.append(
        (
          "a root with \(key.kind)",
          try CertificateAuthority.makeRoot(
            profile, key: key, random: random.substream("\(key.kind)")
          ).certificate
        ))
    }
    return all
  }

  @Test("The openssl program writes out the same bytes that it read")
  func openssl() throws {
    for (name, certificate) in try made() {
      let text = try OpenSSLProgram.text(
        ["x509", "-noout", "-text", "-ext", "all"], input: Array(certificate.pem.utf8))
      for word in ["<Not Supported>", "<Parse Error>", "Unable to", "rror"] {
        #expect(!text.contains(word), "\(name): \(text)")
      }
      let again = try OpenSSLProgram.run(
        ["x509", "-outform", "DER"], input: Array(certificate.pem.utf8))
      #expect(again == certificate.der, "\(name)")
    }
  }

  @Test(
    "GnuTLS's certtool reads them", .enabled(if: CertificateTool.isThere, "certtool is missing"))
  func certtool() throws {
    let folder = try ScratchFolder()
    for (name, certificate) in try made() {
      let read = try CertificateTool.read(certificate.pem, in: folder)
      #expect(read.status == 0 && read.complaints.isEmpty, "\(name): \(read.complaints)")
      // GnuTLS, too, knows what SHA-1 is worth.
      let isWeak = certificate.signatureStrength < 80
      for word in ["rror", "nknown"] + (isWeak ? [] : ["warning"]) {
        #expect(!read.text.contains(word), "\(name): \(read.text)")
      }
      #expect(read.text.contains("Version: 3"), "\(name): \(read.text)")
    }
  }
}
