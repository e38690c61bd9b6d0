import Bytes
import CryptoPrimitives
import Explanations
public import Lab
import Pages
import Platform
public import X509

extension Screens {
  /// All authorities in a line each: who stands above whom, and whom clients trust.
  public static func authorities(_ lab: Lab) -> Page {
    var lab = lab
    let header = ["", "subject", "signed by", "key", "until", "clients"]
    let rows = lab.world.authorityNames.compactMap { name -> [Line]? in
      guard let named = try? lab.authority(name) else { return nil }
      let certificate = named.authority.certificate
      return [
        Line(name, .heading), Line(certificate.subjectCommonName ?? certificate.subject),
        named.isRoot ? Line("itself", .faint) : Line(certificate.issuerCommonName),
        Line(certificate.publicKey.kind.word), Line(certificate.lastDay),
        lab.world.isTrusted(name) ? Line("trust it", .good) : Line("do not", .faint),
      ]
    }
    return Page(
      [.table(Table(header: header.map { Line($0, .faint) }, rows: rows))],
      next: ["ca create my-root", "ca trust mallory", "cert list"])
  }

  /// All certificates that a server can show, and the requests that wait for one.
  public static func certificates(_ lab: Lab) -> Page {
    let registry = lab.world.registry
    let used = lab.settings[.serverCert].name
    var blocks: [Block] = []
    let own = registry.certificates.map { named -> [Line] in
      let leaf = named.identity.chain.first
      let isRevoked = leaf.map { lab.world.isRevoked($0, by: named.issuer) } ?? false
      return [
        Line((named.name == used ? "> " : "  ") + named.name, .heading),
        Line(leaf.map { listed($0.dnsNames) } ?? ""), Line("by \(named.issuer)"),
        isRevoked ? Line("revoked", .bad) : Line(""),
      ]
    }
    if !own.isEmpty { blocks += [.line(Line("made by hand", .faint)), .table(Table(rows: own))] }
    if !registry.requests.isEmpty {
      let waiting = registry.requests.map(\.name).joined(separator: ", ")
      blocks.append(.labelled("requests", Line(waiting)))
    }
    blocks.append(.line(Line("ready-made", .faint)))
    blocks.append(
      .table(
        Table(
          rows: ReadyMadeCertificate.allCases.map { kind in
            [
              Line((kind.rawValue == used ? "> " : "  ") + kind.rawValue, .heading),
              Line(kind.words),
            ]
          })))
    return Page(blocks, next: ["cert use expired", "cert issue mine for=\(lab.world.serverName)"])
  }

  /// A certificate that was just issued: what it says, in a few lines.
  public static func issued(_ name: String, _ identity: Identity) -> Page {
    guard let certificate = identity.chain.first else { return Page() }
    var blocks: [Block] = [
      .line(Line("ISSUED  ", .good) + Line("\(name)   \(certificate.subject)")), .rule,
    ]
    blocks += Self.content(of: certificate)
    let chain = identity.chain.dropFirst().map { $0.subjectCommonName ?? $0.subject }
    if !chain.isEmpty { blocks.append(.labelled("goes with", Line(listed(chain)))) }
    return Page(blocks, next: ["cert use \(name)", "cert list"])
  }

  /// A request that was just made, and what it proves.
  public static func requested(_ named: NamedRequest) -> Page {
    let request = named.request
    return Page(
      [
        .line(Line("REQUEST  ", .heading) + Line(named.name)), .rule,
        .labelled("subject", Line(request.subjectCommonName ?? "")),
        .labelled("names", Line(listed(request.names.map(\.text)))),
        .labelled("key", Line(request.publicKey.kind.word)),
        .labelled(
          "proof",
          request.provesPossession
            ? Line(said(.authority, "request.proved"), .good)
            : Line(said(.authority, "request.unproved"), .bad)),
        .labelled("source", Line("RFC 2986 section 4.2")),
        .paragraph(Line(said(.authority, "request")), indent: 1),
      ], next: ["cert issue mine request=\(named.name)"])
  }

  private static func content(of certificate: Certificate) -> [Block] {
    var blocks: [Block] = [
      .labelled("names", Line(certificate.dnsNames.isEmpty ? "-" : listed(certificate.dnsNames))),
      .labelled("issuer", Line(certificate.issuer)),
      .labelled(
        "valid", Line("\(certificate.firstDay) to \(certificate.lastDay)")),
      .labelled("key", Line(certificate.publicKey.kind.word)),
      .labelled("signed", Line(certificate.signatureAlgorithm ?? String(worded: "unknown"))),
      .labelled("serial", Line(certificate.serial.hex)),
    ]
    if let usages = certificate.keyUsages {
      blocks.append(.labelled("the key may", Line(listed(usages.map(\.rawValue)))))
    }
    if let purposes = certificate.extendedKeyUsages {
      let all = purposes.map(\.rawValue) + certificate.otherPurposes
      blocks.append(.labelled("made for", Line(listed(all))))
    }
    if case .authority(let length)? = certificate.basicConstraints {
      let words =
        length.map { said(.authority, "authority.limited", ["count": String($0)]) }
        ?? said(.authority, "authority")
      blocks.append(.labelled("authority", Line(words)))
    }
    return blocks
  }
}

extension Certificate {
  /// The issuer by its common name, or in full where it has none.
  var issuerCommonName: String {
    issuer.hasPrefix("CN=") && !issuer.contains(",") ? String(issuer.dropFirst(3)) : issuer
  }
}

extension ReadyMadeCertificate {
  /// What is special about it.
  public var words: String { said(.authority, "ready.\(rawValue)") }
}

extension Certificate {
  /// The first day on which it is valid, in words where it has none.
  var firstDay: String { notBefore.map { Day($0).text } ?? String(worded: "no day") }

  /// The last one.
  var lastDay: String { notAfter.map { Day($0).text } ?? String(worded: "no day") }
}
