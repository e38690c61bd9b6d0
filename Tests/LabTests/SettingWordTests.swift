import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Lab

@Suite("The words of a setting stand for values, and values for words")
struct SettingWordTests {
  @Test(
    "A word with parts left out is the one that has them all",
    arguments: [
      ("client.pin", "client.check.pin"), ("server.early", "server.early-data"),
      ("client.c.dates", "client.check.dates"), ("net.xyz", nil), ("client.check", nil),
    ])
  func partsLeftOut(typed: String, meant: String?) {
    #expect(lengthened(typed, among: SettingCatalogue.all.map(\.key)) == meant)
  }

  @Test(
    "Each default and each word that is offered is read, and written as it was", arguments: keys)
  func words(_ key: String) throws {
    let setting = try #require(SettingCatalogue.setting(key))
    for text in [setting.defaultValue] + setting.accepted.words {
      #expect(setting.read(text)?.text == text)
      #expect(setting.read(text.uppercased()) != nil)
    }
    var settings = Settings()
    try settings.set(key, to: setting.defaultValue)
    #expect(settings.text(of: setting) == setting.defaultValue)
    #expect(settings.isSet(setting) && settings != Settings())
  }

  private static let keys = SettingCatalogue.all.map(\.key)

  @Test("What was typed is in force as a value")
  func typed() throws {
    var settings = Settings()
    #expect(settings[.serverPreference] == .server && settings[.clientResume] == nil)
    try settings.set([
      ("server.preference", "CLIENT"), ("client.resume", "s12"), ("client.record-limit", "512"),
      ("server.versions", "1.0-1.2"), ("client.groups", "X448, x25519,x448"),
      ("client.psk", "desk:a:b"), ("client.sni", "Other.test"), ("server.cert", "Ed25519"),
    ])
    #expect(settings[.serverPreference] == .client && settings[.clientResume] == "S12")
    #expect(settings[.clientRecordLimit] == 512)
    #expect(settings[.serverVersions] == .tls10 ... .tls12)
    #expect(settings[.clientGroups] == [.x448, .x25519])
    #expect(settings.overrides["client.groups"] == "x448,x25519")
    #expect(
      settings[.clientPSK] == ExternalPSK(identity: Array("desk".utf8), key: Array("a:b".utf8)))
    #expect(settings[.clientSNI] == .other("Other.test"))
    #expect(settings[.serverCert] == .own(.serverEd25519))
    try settings.set("client.record-limit", to: "off")
    #expect(settings[.clientRecordLimit] == nil && settings.isSet(.clientRecordLimit))
  }

  @Test("What has a place in a configuration is put there")
  func applied() throws {
    var lab = try preparedLab()
    var settings = lab.settings
    try settings.set([
      ("client.ems", "off"), ("client.fallback-scsv", "on"), ("client.early-data", "hello"),
      ("server.preference", "client"), ("server.client-auth", "request"), ("server.alpn", "h2,sip"),
    ])
    let client = try lab.clientConfiguration(settings, .seeded(1))
    #expect(!client.extendedMasterSecret && client.encryptThenMAC && client.fallbackSCSV)
    #expect(client.earlyData == Array("hello".utf8) && client.groups == SettingCatalogue.groups)
    let server = try lab.serverConfiguration(settings, .seeded(1))
    #expect(server.preference == .client && server.clientAuthentication == .request)
    #expect(server.applicationProtocols == ["h2", "sip"] && server.earlyDataLimit == 0)
    try settings.set("server.early-data", to: "once")
    #expect(try lab.serverConfiguration(settings, .seeded(1)).earlyDataLimit == 1 << 14)
  }
}

@Suite("What is usual in a world was not set by hand")
struct WorldDefaultTests {
  private let usual = #""settings":{"overrides":{},"preset":"web"}"#

  @Test("A shop speaks of a shop, and nobody set that")
  func unset() throws {
    var lab = Lab(preset: .web, seed: 3)
    #expect(lab.settings.text(of: .appScenario) == "web")
    #expect(lab.settings.overrides.isEmpty)
    try lab.set("app.scenario", to: "sip-call")
    try lab.unset("app.scenario")
    #expect(lab.settings.text(of: .appScenario) == "web")
    lab.reset()
    #expect(lab.settings.text(of: .appScenario) == "web" && lab.settings.overrides.isEmpty)
  }

  @Test(
    "So it is in a saved lab, also in one that an older program saved", arguments: [true, false])
  func saved(byOlder: Bool) throws {
    var text = String(
      decoding: try OldDocument.bytes(of: Lab(preset: .web, seed: 3)), as: UTF8.self)
    #expect(text.contains(usual))
    if byOlder {
      text.replace(usual, with: #""settings":{"overrides":{"app.scenario":"web"}}"#)
    }
    let body = text.drop { $0 != "\n" }.dropFirst()
    let opened = try LabDocument.lab(from: OldDocument.bytes(of: Array(body.utf8)))
    #expect(opened.settings == Settings(preset: .web))
    #expect(opened.settings.text(of: .appScenario) == "web")
  }

  @Test("What was set by hand stays so, be it to what is usual")
  func setByHand() throws {
    let place = try TemporaryPlace()
    var lab = Lab(preset: .web, seed: 3)
    try lab.set("app.scenario", to: "echo")
    try SavedLab.write(lab, to: place.file("lab"))
    let opened = try SavedLab.read(place.file("lab"))
    #expect(opened.settings == lab.settings && opened.settings.isSet(.appScenario))
  }
}
