extension Lab {
  /// Sets a key from the next session on.
  ///
  /// - Returns: what else changed with it.
  @discardableResult
  public mutating func set(_ key: String, to value: String) throws(LabError) -> [SettingConsequence]
  {
    var changed = settings
    let consequences: [SettingConsequence]
    do throws(SettingError) {
      consequences = try changed.set(key, to: value)
    } catch {
      throw .setting(error)
    }
    try checkCertificates(changed)
    settings = changed
    return consequences
  }

  /// Certificates that settings name must exist.
  func checkCertificates(_ settings: Settings) throws(LabError) {
    for setting: Setting in [.serverCert, .clientCert] {
      let name = settings.text(of: setting)
      let words = setting.accepted.words
      guard !words.contains(name), !world.certificateNames.contains(name) else { continue }
      throw .registry(.noCertificate(name, known: words + world.registry.certificates.map(\.name)))
    }
  }

  /// Gives a key its default back.
  public mutating func unset(_ key: String) throws(LabError) {
    do throws(SettingError) {
      try settings.unset(key)
    } catch {
      throw .setting(error)
    }
  }

  /// Puts the attacker between client and server, or takes it away, from the next session on.
  ///
  /// - Throws: `notStolen` where it takes a key that the attacker does not hold.
  public mutating func intercept(with certificate: ForgedCertificate?) throws(LabError) {
    if let loot = certificate?.loot, !attacker.loot.contains(loot) { throw .notStolen(loot) }
    attacker.interception = certificate
  }

  /// Lets the attacker take STARTTLS out of what servers offer, or leave it, from the next session on.
  public mutating func stripSTARTTLS(_ strips: Bool) {
    attacker.stripsSTARTTLS = strips ? true : nil
  }

  /// Chooses whose eyes the screens use.
  public mutating func look(with view: View) {
    self.view = view
  }

  /// Makes `continue` stop at something; a second time changes nothing.
  public mutating func addBreakpoint(_ breakpoint: Breakpoint) {
    if !breakpoints.contains(breakpoint) { breakpoints.append(breakpoint) }
  }

  /// Takes a breakpoint away; all of them when none is named.
  public mutating func deleteBreakpoint(_ breakpoint: Breakpoint?) {
    breakpoints = breakpoint.map { unwanted in breakpoints.filter { $0 != unwanted } } ?? []
  }

  /// The world as it was when it was made. Keys that were made since stay: they follow from the
  /// seed, and would only be made again. Authorities and certificates made by hand are gone.
  public mutating func reset() {
    var world = world
    world.registry = Registry()
    world.forgetEvents()
    let before = self
    self = Lab(world: world)
    keepDisplay(of: before)
  }

  /// Takes over how screens look: that is the reader's choice and not the world's.
  public mutating func keepDisplay(of other: Lab) {
    for setting in SettingCatalogue.all where setting.isOfDisplay {
      if let value = other.settings.overrides[setting.key] {
        _ = try? settings.set(setting.key, to: value)
      } else if settings.isSet(setting) {
        try? settings.unset(setting.key)
      }
    }
  }
}
