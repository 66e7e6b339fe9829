// What the guide to Keap's developer portal says, step by step, with the words inside its drawings.
export const portal = {
  title: "Where do I find them?",
  of: (at: number, all: number) => `${at} of ${all}`,
  back: "Back",
  next: "Next",
  login: "I have a developer login",
  create: "Create a developer account",
  opens: "Both open keys.developer.keap.com in your browser.",
  drawn: {
    login: "Log in",
    create: "Create account",
    user: "Your name",
    menu: ["Profile", "Apps", "Log out"],
    apps: "Apps",
    newApp: "+ NEW APP",
    name: "Name",
    api: "API",
    on: "on",
    done: "CREATE",
    key: "Key",
    secret: "Secret",
  },
  steps: [
    {
      caption: "Open the portal with a button below. **Log in**, or **create an account** first.",
      picture: "The developer portal’s first page: a log in form, and beside it a button that creates an account.",
    },
    {
      caption: "Click your **user name**, at the top right.",
      picture: "The portal’s page with a bar on top. The user name at the right end of the bar is marked.",
    },
    {
      caption: "Choose **Apps** in the menu that opens.",
      picture: "The menu below the user name is open. The entry Apps is marked.",
    },
    {
      caption: "Click **+ New App**, at the top right.",
      picture: "The list of apps. The button New App at the top right is marked.",
    },
    {
      caption: "Give it any **name**, switch the **API** on, then click **Create**.",
      picture: "A form with a name, a switch for the API that is on, and below them the marked button Create.",
    },
    {
      caption: "Copy **Key** and **Secret**, and paste them here.",
      picture: "The new app’s page. Two lines, Key and Secret, are marked; each has a copy sign.",
    },
  ],
};
