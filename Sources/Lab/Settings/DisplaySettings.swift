// How screens look.
extension Setting {
  static let display: [Setting] = [uiHints, uiWidth, uiUnicode, uiPresent, uiPager, uiReasons]

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
}

/// When screens say why a result is as it is.
public enum Reasons: String, Hashable, Sendable, CaseIterable {
  case shown
  case asked
}
