import Explanations
import Lab
import Screens
import X509

/// What the verbs of authorities and certificates do.
enum CertificateVerbs {
  static func createAuthority(
    _ interpreter: inout Interpreter, _ name: String, _ issuer: String?,
    _ choices: CertificateChoices
  ) throws(CommandError) -> Page {
    let profile = try choices.authority(named: name, at: interpreter.lab.seconds)
    try interpreter.change { lab throws(LabError) in
      try lab.createAuthority(name, profile, key: choices.keyKind, under: issuer)
    }
    var page = Screens.authorities(interpreter.lab)
    page.next = ["ca trust \(name)", "cert issue mine ca=\(name)"]
    return page
  }

  static func crossSign(
    _ interpreter: inout Interpreter, _ name: String, _ issuer: String?
  ) throws(CommandError) -> Page {
    guard let issuer else {
      throw CommandError("'ca cross-sign' needs by=CA", meant: "ca cross-sign \(name) by=firm")
    }
    try interpreter.change { lab throws(LabError) in try lab.crossSign(name, by: issuer) }
    return Page(
      lines: [said(.world, "cross-signed", ["issuer": issuer, "name": name])],
      next: ["ca list", "cert issue mine ca=\(name)"])
  }

  static func trust(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page { try setTrust(&interpreter, name, to: true) }

  static func distrust(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page { try setTrust(&interpreter, name, to: false) }

  private static func setTrust(
    _ interpreter: inout Interpreter, _ name: String, to isTrusted: Bool
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.setTrust(name, to: isTrusted) }
    let trusted = interpreter.lab.world.authorityNames.filter(interpreter.lab.world.isTrusted)
    let names = trusted.joined(separator: ", ")
    return Page(
      lines: [said(.world, trusted.isEmpty ? "trust.nobody" : "trust", ["names": names])],
      next: ["connect", "ca list"])
  }

  static func issue(
    _ interpreter: inout Interpreter, _ name: String, _ hosts: [String], _ issuer: String?,
    _ choices: CertificateChoices, _ purposes: [CertificateProfile.ExtendedKeyUsage]?,
    _ isAuthority: Bool?, _ request: String?
  ) throws(CommandError) -> Page {
    let profile = try choices.server(
      hosts.isEmpty ? [interpreter.lab.world.serverName] : hosts,
      isAuthority: isAuthority ?? false, purposes: purposes, at: interpreter.lab.seconds)
    let identity = try interpreter.change { lab throws(LabError) in
      try lab.issueCertificate(
        name, profile, by: issuer ?? World.firmAuthority, key: choices.keyKind, for: request)
      return try lab.certificate(name)
    }
    return Screens.issued(name, identity)
  }

  static func request(
    _ interpreter: inout Interpreter, _ name: String, _ hosts: [String], _ key: CertifiedKey?
  ) throws(CommandError) -> Page {
    let hosts = hosts.isEmpty ? [interpreter.lab.world.serverName] : hosts
    try interpreter.change { lab throws(LabError) in
      try lab.requestCertificate(name, hosts: hosts, key: key ?? .ecdsa)
    }
    guard let made = interpreter.lab.world.registry.requests.last else { return Page() }
    return Screens.requested(made)
  }

  static func use(_ interpreter: inout Interpreter, _ name: String) throws(CommandError) -> Page {
    _ = try interpreter.change { lab throws(LabError) in
      try lab.set(Setting.serverCert.key, to: name)
    }
    let kind = ReadyMadeCertificate(rawValue: name)
    return Page(
      lines: [
        said(
          .world, kind == nil ? "shown" : "shown.ready-made",
          ["name": name, "what": kind?.words ?? ""])
      ], next: ["connect", "unset server.cert"])
  }

  static func revoke(
    _ interpreter: inout Interpreter, _ name: String
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in try lab.revoke(name) }
    var lines = [said(.world, "revoked", ["name": name])]
    if interpreter.lab.settings.revocationMode == .off {
      lines.append(said(.world, "revoked.unseen"))
    }
    return Page(lines: lines, next: ["set client.check.revocation hard", "connect"])
  }
}
