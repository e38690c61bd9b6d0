import Lab
import Testing

@testable import Explanations
@testable import Screens

@Suite("What settings are for is said in the catalogue")
struct SettingWordsTests {
  @Test(arguments: SettingCatalogue.all.map(\.key))
  func setting(key: String) throws {
    let setting = try #require(SettingCatalogue.setting(key))
    for words in [setting.summary, setting.accepted.description] {
      #expect(!words.isEmpty && !words.contains("{"), "\(key): \(words)")
    }
  }

  @Test("Each meaning of a word is of one that its setting takes")
  func meanings() {
    let names = Catalogue.current.everyKey.filter { $0.kind == .setting }.map(\.name)
    let meanings = names.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    #expect(meanings.contains { $0.count == 2 })
    for meaning in meanings where meaning.count == 2 {
      let setting = SettingCatalogue.setting(meaning[0])
      #expect(setting?.accepted.words.contains(meaning[1]) == true, "\(meaning)")
      #expect(setting?.meaning(of: meaning[1])?.isEmpty == false)
    }
  }

  @Test("A switch says itself what it means, a name does not")
  func switches() {
    #expect(Setting.clientVerify.meaning(of: "off") == "no")
    #expect(Setting.clientCheckRevocation.meaning(of: "off") == "nobody asks")
    #expect(Setting.clientPSK.meaning(of: "off") == nil)
  }

  @Test func contradictions() {
    let words = Contradiction.Reason.allCases.map(\.words)
    #expect(!words.contains("") && Set(words).count == words.count)
  }

  @Test(arguments: KeyExchangeLimit.allCases)
  func consequences(limit: KeyExchangeLimit) {
    let words = SettingConsequence.limitsSuites(limit).words
    #expect(words.contains(limit.rawValue) && !words.contains("{"), "\(words)")
  }
}
