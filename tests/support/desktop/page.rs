//! A page under a driver, in the app's window or in the browser: found, read, filled and pressed
//! the way a person would.
//!
//! Every look-up waits: a page that is still on its way is not a failure before its time.

use std::path::Path;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use super::{BenchError, until};

/// How long a look-up waits unless told otherwise.
const PATIENCE: Duration = Duration::from_secs(40);

/// A page and the driver's session it belongs to.
#[derive(Debug, Clone)]
pub struct Page {
    pub(super) client: Client,
    pub(super) patience: Duration,
}

pub(super) fn driver(at: &str) -> impl FnOnce(CmdError) -> BenchError {
    move |source| BenchError::Driver {
        at: at.to_owned(),
        source: Box::new(source),
    }
}

impl Page {
    /// Opens a session with the driver on this port; `limit` because a driver may never answer.
    pub(crate) async fn connect(
        port: u16,
        capabilities: Capabilities,
        limit: Duration,
    ) -> Result<Self, BenchError> {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        match tokio::time::timeout(limit, builder.connect(&address)).await {
            Ok(Ok(client)) => Ok(Self {
                client,
                patience: PATIENCE,
            }),
            Ok(Err(error)) => Err(BenchError::NoDriverSession(Box::new(error))),
            Err(_) => Err(BenchError::TimedOut {
                what: "the driver's session".to_owned(),
                limit,
            }),
        }
    }

    /// The same page with another patience.
    #[must_use]
    pub fn patient_for(&self, patience: Duration) -> Self {
        Self {
            client: self.client.clone(),
            patience,
        }
    }

    /// The driver's own client, for what is not offered here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits for the first element that matches and is shown.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] with the selector in it.
    pub async fn wait_for(&self, css: &str) -> Result<Element, BenchError> {
        let found = until("", self.patience, async || {
            for element in self.client.find_all(Locator::Css(css)).await.ok()? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Some(element);
                }
            }
            None
        })
        .await;
        match found {
            Ok(element) => Ok(element),
            Err(_) => Err(BenchError::TimedOut {
                what: format!("{css} on {}", self.state().await),
                limit: self.patience,
            }),
        }
    }

    /// Where the page is and what stands on it, for a person who reads why a test failed.
    async fn state(&self) -> String {
        let looked = async {
            let url = self.url().await.unwrap_or_default();
            let text = self.texts("body").await.unwrap_or_default().join(" ");
            let words: Vec<_> = text.split_whitespace().collect();
            let text: String = words.join(" ").chars().take(300).collect();
            format!("{url}, which says: {text}")
        };
        let looked = tokio::time::timeout(self.patience, looked).await;
        looked.unwrap_or_else(|_| "a page that does not answer".to_owned())
    }

    /// Waits until a shown element that matches holds this text, and hands its whole text back.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] with what it held last.
    pub async fn wait_for_text(&self, css: &str, part: &str) -> Result<String, BenchError> {
        let mut last = Vec::new();
        let found = until("", self.patience, async || {
            last = self.texts(css).await.ok()?;
            last.iter().find(|text| text.contains(part)).cloned()
        })
        .await;
        found.map_err(|_| BenchError::TimedOut {
            what: format!("{part:?} in {css}, which held {last:?}"),
            limit: self.patience,
        })
    }

    /// Waits until nothing that matches is shown.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`].
    pub async fn wait_gone(&self, css: &str) -> Result<(), BenchError> {
        until(&format!("{css} to go"), self.patience, async || {
            (!self.is_shown(css).await.ok()?).then_some(())
        })
        .await
    }

    /// Waits until the page's address passes a test.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`] with the last address in it.
    pub async fn wait_for_url(&self, fits: impl Fn(&str) -> bool) -> Result<String, BenchError> {
        let mut last = String::new();
        let found = until("", self.patience, async || {
            last = self.url().await.ok()?;
            fits(&last).then(|| last.clone())
        })
        .await;
        found.map_err(|_| BenchError::TimedOut {
            what: format!("another address than {last}"),
            limit: self.patience,
        })
    }

    /// Whether something that matches is shown now.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn is_shown(&self, css: &str) -> Result<bool, BenchError> {
        let found = self
            .client
            .find_all(Locator::Css(css))
            .await
            .map_err(driver(css))?;
        for element in found {
            if element.is_displayed().await.unwrap_or(false) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The texts of all elements that match now.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn texts(&self, css: &str) -> Result<Vec<String>, BenchError> {
        let mut texts = Vec::new();
        for element in self
            .client
            .find_all(Locator::Css(css))
            .await
            .map_err(driver(css))?
        {
            texts.push(element.text().await.map_err(driver(css))?);
        }
        Ok(texts)
    }

    /// The text of the first shown element that matches.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn text(&self, css: &str) -> Result<String, BenchError> {
        self.wait_for(css).await?.text().await.map_err(driver(css))
    }

    /// An attribute of the first shown element that matches.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn attribute(&self, css: &str, name: &str) -> Result<Option<String>, BenchError> {
        self.wait_for(css)
            .await?
            .attr(name)
            .await
            .map_err(driver(css))
    }

    /// What the field with this `name` holds.
    ///
    /// # Errors
    /// [`BenchError::TimedOut`], [`BenchError::Driver`].
    pub async fn value(&self, name: &str) -> Result<String, BenchError> {
        let css = field(name);
        let value = self.wait_for(&css).await?.prop("value").await;
        Ok(value.map_err(driver(&css))?.unwrap_or_default())
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn execute(&self, script: &str, arguments: Vec<Value>) -> Result<Value, BenchError> {
        self.client
            .execute(script, arguments)
            .await
            .map_err(driver("script"))
    }

    /// Runs a script in the page and waits until it calls the function it is given last.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn wait_until_done(&self, script: &str) -> Result<Value, BenchError> {
        self.client
            .execute_async(script, Vec::new())
            .await
            .map_err(driver("script"))
    }

    /// The page's address.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn url(&self) -> Result<String, BenchError> {
        Ok(self
            .client
            .current_url()
            .await
            .map_err(driver("address"))?
            .into())
    }

    /// The page's title.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn title(&self) -> Result<String, BenchError> {
        self.client.title().await.map_err(driver("title"))
    }

    /// The window's width and height.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn window_size(&self) -> Result<(u64, u64), BenchError> {
        self.client
            .get_window_size()
            .await
            .map_err(driver("window size"))
    }

    /// Gives the window another size.
    ///
    /// # Errors
    /// [`BenchError::Driver`].
    pub async fn set_window_size(&self, width: u32, height: u32) -> Result<(), BenchError> {
        self.client
            .set_window_size(width, height)
            .await
            .map_err(driver("window size"))
    }

    /// A picture of the page, as PNG. The driver of `WebKitGTK` waits for the page to be painted once more,
    /// for ever where nothing on it changes: [`Session::screenshot`](super::Session::screenshot) does not.
    ///
    /// # Errors
    /// [`BenchError::Driver`], [`BenchError::Files`], [`BenchError::TimedOut`].
    pub async fn screenshot(&self, path: &Path) -> Result<(), BenchError> {
        let taken = tokio::time::timeout(self.patience, self.client.screenshot()).await;
        let taken = taken.map_err(|_| BenchError::TimedOut {
            what: "a picture of the page".to_owned(),
            limit: self.patience,
        })?;
        Ok(tokio::fs::write(path, taken.map_err(driver("screenshot"))?).await?)
    }

    /// Ends the driver's session.
    pub(crate) async fn close(self) -> Result<(), BenchError> {
        self.client.close().await.map_err(driver("end"))
    }
}

pub(super) fn field(name: &str) -> String {
    format!("[name=\"{name}\"]")
}
