// A numbered list begins where “1. ” is typed, as a list with dots does at “- ”.
import { OrderedList, wrappingInputRule } from "django-prose-editor/editor";

export const NumberedList = OrderedList.extend({
  addInputRules() {
    return [wrappingInputRule({ find: /^(\d{1,3})[.)]\s$/, type: this.type, getAttributes: ([, number]) => ({ start: Number(number) }) })];
  },
});
