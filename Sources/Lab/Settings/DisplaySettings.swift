// How screens look.
extension Setting {
  static let display: [Setting] = [uiHints, uiWidth, uiUnicode, uiPresent, uiPager, uiReasons]

  public static let uiHints = SettingKey(
    "ui.hints", usually: true, "whether a screen ends with the next useful command")
  public static let uiWidth = SettingKey(
    "ui.width", .number(40...400), usually: 80, "columns of a screen that is not a terminal")
  public static let uiUnicode = SettingKey(
    "ui.unicode", usually: false, "whether lines are drawn with Unicode characters")
  public static let uiPresent = SettingKey(
    "ui.present", usually: false,
    "screens for a projector: each at the top, short, the lowest third left free")
  public static let uiPager = SettingKey(
    "ui.pager", usually: true,
    "whether what is taller than the screen is shown page by page")
  public static let uiReasons = SettingKey(
    "ui.reasons",
    .choice([
      (Reasons.shown.rawValue, .shown, "a result comes with its reason"),
      (Reasons.asked.rawValue, .asked, "a result comes alone; 'why' says the reason"),
    ]), usually: Reasons.shown,
    "whether screens say why a result is as it is, and what follows, before 'why' is typed")
}

/// When screens say why a result is as it is.
public enum Reasons: String, Hashable, Sendable, CaseIterable {
  case shown
  case asked
}
