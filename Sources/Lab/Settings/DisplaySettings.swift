// How screens look.
extension Setting {
  static let display: [Setting] = [
    uiHints, uiWidth, uiUnicode, uiPresent, uiPager, uiReasons, uiWalk,
  ]

  public static let uiHints = SettingKey("ui.hints", usually: true)
  public static let uiWidth = SettingKey("ui.width", .number(40...400), usually: 80)
  public static let uiUnicode = SettingKey("ui.unicode", usually: false)
  public static let uiPresent = SettingKey("ui.present", usually: false)
  public static let uiPager = SettingKey("ui.pager", usually: true)
  public static let uiReasons = SettingKey(
    "ui.reasons",
    .choice([
      (Reasons.shown.rawValue, .shown),
      (Reasons.asked.rawValue, .asked),
    ]), usually: Reasons.shown)
  public static let uiWalk = SettingKey(
    "ui.walk",
    .choice([
      (WalkPlace.prompt.rawValue, .prompt),
      (WalkPlace.screen.rawValue, .screen),
    ]), usually: WalkPlace.prompt)
}

/// Where one walks through a session.
public enum WalkPlace: String, Hashable, Sendable, CaseIterable {
  case prompt
  case screen
}

/// When screens say why a result is as it is.
public enum Reasons: String, Hashable, Sendable, CaseIterable {
  case shown
  case asked
}
